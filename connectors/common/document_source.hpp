#pragma once
// Feeds that are whole documents: a file once, or an address that is asked again and again. Knows no format. One
// thread.
#include "connectors/common/http_client.hpp"
#include "twin/base/counters.hpp"
#include "twin/base/time.hpp"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <vector>

namespace dalian::connectors {

class DocumentSource {
 public:
  enum class Next : std::uint8_t {
    document, // text() is a new one
    outcome,  // none came: outcome() says why, for a person reason()
    idle,     // nothing happened within the wait
    ended,
  };
  virtual ~DocumentSource() = default;

  virtual Next next(std::chrono::milliseconds wait) = 0;
  virtual std::string describe() const = 0;

  std::string const& text() const { return text_; }
  std::string_view outcome() const { return outcome_; }
  std::string const& reason() const { return reason_; }

 protected:
  std::string text_, reason_;
  std::string_view outcome_;
};

/// One turn of all of `sources`, which share the wait: `take` gets each new text, `outcomes` what else came; those that
/// have ended become null. False when all have.
template <class Take>
bool take_documents(std::vector<std::unique_ptr<DocumentSource>>& sources, std::chrono::milliseconds wait,
                    Counters& outcomes, Take&& take) {
  auto const share = wait / static_cast<int>(std::max<std::size_t>(sources.size(), 1));
  bool open = false;
  for (auto& source : sources) {
    if (source == nullptr) continue;
    auto const next = source->next(share);
    if (next == DocumentSource::Next::document) take(source->text());
    if (next == DocumentSource::Next::outcome) outcomes.add(source->outcome());
    if (next == DocumentSource::Next::ended)
      source.reset();
    else
      open = true;
  }
  return open;
}

inline constexpr std::size_t kMostDocumentBytes = 64 << 20;

/// A regular file, once. The error names it and says what is wrong.
Result<std::unique_ptr<DocumentSource>> open_document_file(std::filesystem::path const& file);

/// Asks at once and then every `every`, counted from answer to question.
Result<std::unique_ptr<DocumentSource>> poll_document(HttpClientConfig config, std::chrono::milliseconds every);

/// All of a regular file of at most `most_bytes`.
Result<std::string> read_whole_file(std::filesystem::path const& file, std::size_t most_bytes);

} // namespace dalian::connectors
