#pragma once
// One connection to a device or gateway, by libmodbus. The only file that calls it, and of its functions only those
// that read: this connector cannot write. Waits; one thread.
#include "connectors/modbus/read_plan.hpp"

#include <memory>
#include <string>
#include <variant>

struct _modbus; // of libmodbus

namespace dalian::modbus {

/// Registers, or a bit each in the lowest bit of a word.
using Words = std::vector<std::uint16_t>;

/// Why there is no answer: "unreachable", "timeout", "exception_2" (illegal data address), "bad_answer".
struct Failure {
  std::string reason;
  std::string detail; // for the user
};

class Connection {
 public:
  explicit Connection(connectors::Address address) : address_(std::move(address)) {}

  /// Connects when there is no connection; waits at most `timeout` for that and again for the answer. After a timeout
  /// or a bad answer it hangs up, so that a late answer never passes for the next one's.
  std::variant<Words, Failure> read(int unit, Request const& request, Duration timeout);

  bool is_open() const { return context_ != nullptr; }

 private:
  struct Free {
    void operator()(::_modbus* context) const;
  };
  bool open(Duration timeout);
  Failure fail(int error);

  connectors::Address address_;
  std::unique_ptr<::_modbus, Free> context_;
};

} // namespace dalian::modbus
