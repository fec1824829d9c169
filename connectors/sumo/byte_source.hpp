#pragma once
// Where FCD output comes from: a file, plain or gzip, or SUMO's own connection (its --fcd-output HOST:PORT connects to
// who listens). Knows no format. One thread.
#include "connectors/common/address.hpp"
#include "twin/base/counters.hpp"
#include "twin/base/result.hpp"

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace dalian::sumo {

class ByteSource {
 public:
  enum class Next : std::uint8_t {
    bytes,
    idle,         // nothing came in the time given
    document_end, // what follows is another document
    ended,        // nothing more will come
  };
  virtual ~ByteSource() = default;
  /// `bytes` until the next call.
  virtual Next next(std::string_view& bytes, std::chrono::milliseconds wait) = 0;
  /// The rest of this document is of no use: the next one follows.
  virtual void skip_document() = 0;
  virtual void tell(Counters& /*details*/) const {}
  virtual std::string describe() const = 0;
};

/// The error names the file.
Result<std::unique_ptr<ByteSource>> open_bytes(std::filesystem::path const& file);

/// One connection at a time; port 0 lets the system choose, and describe() says which. The error names the address.
Result<std::unique_ptr<ByteSource>> listen_bytes(connectors::Address const& address);

} // namespace dalian::sumo
