#pragma once
// What a test asks to go wrong with a device: memory that is refused, a device that goes away. Nothing by default.
#include <cstdint>
#include <optional>

namespace dalian::gpu {

/// Counts the uses of something and says which of them fails.
class Fault {
 public:
  /// The use after `more` others fails; with `for_good` every later one too.
  void fail_after(std::uint64_t more, bool for_good = false) {
    at_ = uses_ + more;
    for_good_ = for_good;
  }
  void never() { at_.reset(); }
  /// Counts one use; true when it is to fail.
  bool use() {
    bool const due = at_ && (uses_ == *at_ || (for_good_ && uses_ > *at_));
    ++uses_;
    return due;
  }
  std::uint64_t uses() const { return uses_; }

 private:
  std::optional<std::uint64_t> at_;
  std::uint64_t uses_ = 0;
  bool for_good_ = false;
};

struct Faults {
  Fault allocation; // of device memory: a buffer or an image
  Fault submit;     // the device is lost then
  Fault wait;       // for a frame: likewise
};

} // namespace dalian::gpu
