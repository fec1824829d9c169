#pragma once
// The recent fixes of a track, oldest first, in little memory: each as its difference from the one before, 10 to 25
// bytes instead of 36 and without loss. The first is told from a base that the owner knows. Grows as it is filled.
#include "twin/fusion/fix.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace dalian::fusion {

class FixLog {
 public:
  static constexpr std::size_t kMost = 64;

  std::size_t size() const { return size_; }
  std::span<std::uint8_t const> bytes() const { return {bytes_.get(), used_}; }

  /// Reads the fixes one after the other. Neither the log nor its base may change meanwhile.
  class Reader {
   public:
    Reader(FixLog const& log, Fix const& base) : Reader(log.bytes(), base) {}
    Reader(std::span<std::uint8_t const> bytes, Fix const& base) : bytes_(bytes), fix_(base) {}
    /// False at the end, and where bytes are no fix.
    bool next();
    Fix const& fix() const { return fix_; }
    /// Bytes read so far.
    std::size_t at() const { return at_; }

   private:
    std::span<std::uint8_t const> bytes_;
    Fix fix_;
    std::size_t at_ = 0;
  };

  /// Only while size() < kMost. `before`: the last one, or the base when there is none.
  void push_back(Fix const& before, Fix const& fix);
  /// The log becomes `fixes`, at most kMost.
  void assign(Fix const& base, std::span<Fix const> fixes);
  /// Takes away the first `n` < size(): `reader` stands at the next one, which is now told from `base`.
  void drop(std::size_t n, Reader const& reader, Fix const& base);

  Fix back(Fix const& base) const;
  std::vector<Fix> all(Fix const& base) const;

  /// From what bytes() and size() gave; none when it could not have come from there.
  static std::optional<FixLog> from(std::span<std::uint8_t const> bytes, std::size_t size, Fix const& base);

  /// Asks the processor for the memory that the next push_back touches.
  void prefetch() const { __builtin_prefetch(bytes_.get() + used_); }

 private:
  void reserve(std::size_t bytes);

  std::unique_ptr<std::uint8_t[]> bytes_; // capacity_ of them
  std::uint16_t used_ = 0, capacity_ = 0;
  std::uint8_t size_ = 0;
};

} // namespace dalian::fusion
