#include "twin/fusion/fix_log.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cstring>

namespace dalian::fusion {
namespace {

// One byte says which fields differ from the fix before and follow; time and place always do. Numbers as base-128
// varints of the zigzag difference, as in protobuf.
enum Differs : unsigned {
  kTimeInNanoseconds = 1, // else whole milliseconds have passed
  kDelay = 2,
  kVelocity = 4,
  kSigmas = 8,
  kTurnRate = 16,
  kAltitude = 32,
  kHeading = 64,
  kKind = 128, // rank and provenance
};

/// The longest fix: one byte, 10 of time, three numbers of 32 bits at 5, seven of 16 at 3, two bytes.
constexpr std::size_t kLongest = 1 + 10 + 3 * 5 + 7 * 3 + 2;
using Buffer = std::array<std::uint8_t, kLongest>;

constexpr std::uint64_t kNsPerMs = 1'000'000;

std::uint64_t ns(PackedTime t) {
  return static_cast<std::uint64_t>(to_unix_ns(t.value()));
}

class Writer {
 public:
  explicit Writer(std::uint8_t* at) : at_(at) {}
  void byte(unsigned value) { *at_++ = static_cast<std::uint8_t>(value); }
  void varint(std::uint64_t value) {
    for (; value >= 128; value >>= 7)
      byte(static_cast<unsigned>(value & 127) | 128);
    byte(static_cast<unsigned>(value));
  }
  void difference(std::uint32_t from, std::uint32_t to) { zigzag(static_cast<std::int32_t>(to - from)); }
  void difference(std::uint16_t from, std::uint16_t to) { zigzag(static_cast<std::int16_t>(to - from)); }
  void difference(std::int32_t from, std::int32_t to) {
    difference(static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(to));
  }
  void difference(Half from, Half to) { difference(from.bits(), to.bits()); }
  std::uint8_t* at() const { return at_; }

 private:
  void zigzag(std::int32_t value) {
    varint(static_cast<std::uint32_t>(value) << 1U ^ static_cast<std::uint32_t>(value >> 31));
  }
  std::uint8_t* at_;
};

/// After the end everything is zero, and ok() says so.
class Parser {
 public:
  explicit Parser(std::span<std::uint8_t const> bytes) : at_(bytes.data()), end_(at_ + bytes.size()) {}
  unsigned byte() {
    if (at_ == end_) ok_ = false;
    return ok_ ? *at_++ : 0U;
  }
  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      unsigned const b = byte();
      value |= std::uint64_t{b & 127U} << shift;
      if (b < 128) return value;
    }
    ok_ = false;
    return value;
  }
  void add_to(std::uint32_t& value) { value += static_cast<std::uint32_t>(zigzag()); }
  void add_to(std::int32_t& value) {
    value = static_cast<std::int32_t>(static_cast<std::uint32_t>(value) + static_cast<std::uint32_t>(zigzag()));
  }
  void add_to(std::uint16_t& value) { value = static_cast<std::uint16_t>(value + zigzag()); }
  void add_to(Half& value) {
    std::uint16_t bits = value.bits();
    add_to(bits);
    value = Half::from_bits(bits);
  }
  bool ok() const { return ok_; }
  std::uint8_t const* at() const { return at_; }

 private:
  std::int32_t zigzag() {
    auto const value = static_cast<std::uint32_t>(varint());
    return static_cast<std::int32_t>(value >> 1U ^ (0U - (value & 1U)));
  }
  std::uint8_t const* at_;
  std::uint8_t const* end_;
  bool ok_ = true;
};

unsigned differences(Fix const& a, Fix const& b) {
  auto const bits = [](float x) { return std::bit_cast<std::uint32_t>(x); };
  return ((ns(b.t) - ns(a.t)) % kNsPerMs != 0 ? kTimeInNanoseconds : 0U) |
         (bits(a.delay_s) != bits(b.delay_s) ? kDelay : 0U) |
         (a.velocity_east != b.velocity_east || a.velocity_north != b.velocity_north ? kVelocity : 0U) |
         (a.sigma != b.sigma || a.velocity_sigma != b.velocity_sigma ? kSigmas : 0U) |
         (a.turn_rate != b.turn_rate ? kTurnRate : 0U) | (a.altitude != b.altitude ? kAltitude : 0U) |
         (a.heading != b.heading ? kHeading : 0U) | (a.rank != b.rank || a.provenance != b.provenance ? kKind : 0U);
}

/// Where the bytes of `b` end.
std::uint8_t* write(Fix const& a, Fix const& b, std::uint8_t* to) {
  unsigned const differs = differences(a, b);
  Writer out(to);
  out.byte(differs);
  std::uint64_t const passed = ns(b.t) - ns(a.t);
  out.varint((differs & kTimeInNanoseconds) != 0 ? passed : passed / kNsPerMs);
  out.difference(a.position.east_cm, b.position.east_cm);
  out.difference(a.position.north_cm, b.position.north_cm);
  if ((differs & kDelay) != 0)
    out.difference(std::bit_cast<std::uint32_t>(a.delay_s), std::bit_cast<std::uint32_t>(b.delay_s));
  if ((differs & kVelocity) != 0) {
    out.difference(a.velocity_east, b.velocity_east);
    out.difference(a.velocity_north, b.velocity_north);
  }
  if ((differs & kSigmas) != 0) {
    out.difference(a.sigma, b.sigma);
    out.difference(a.velocity_sigma, b.velocity_sigma);
  }
  if ((differs & kTurnRate) != 0) out.difference(a.turn_rate, b.turn_rate);
  if ((differs & kAltitude) != 0) out.difference(a.altitude, b.altitude);
  if ((differs & kHeading) != 0) out.difference(a.heading, b.heading);
  if ((differs & kKind) != 0) {
    out.byte(b.rank);
    out.byte(static_cast<unsigned>(b.provenance));
  }
  return out.at();
}

/// Turns the fix before into the next one.
void read(Parser& in, Fix& fix) {
  unsigned const differs = in.byte();
  std::uint64_t const passed = in.varint();
  std::uint64_t const unit = (differs & kTimeInNanoseconds) != 0 ? 1 : kNsPerMs;
  fix.t = PackedTime(from_unix_ns(static_cast<std::int64_t>(ns(fix.t) + passed * unit)));
  in.add_to(fix.position.east_cm);
  in.add_to(fix.position.north_cm);
  if ((differs & kDelay) != 0) {
    auto bits = std::bit_cast<std::uint32_t>(fix.delay_s);
    in.add_to(bits);
    fix.delay_s = std::bit_cast<float>(bits);
  }
  if ((differs & kVelocity) != 0) {
    in.add_to(fix.velocity_east);
    in.add_to(fix.velocity_north);
  }
  if ((differs & kSigmas) != 0) {
    in.add_to(fix.sigma);
    in.add_to(fix.velocity_sigma);
  }
  if ((differs & kTurnRate) != 0) in.add_to(fix.turn_rate);
  if ((differs & kAltitude) != 0) in.add_to(fix.altitude);
  if ((differs & kHeading) != 0) in.add_to(fix.heading);
  if ((differs & kKind) != 0) {
    fix.rank = static_cast<std::uint8_t>(in.byte());
    fix.provenance = static_cast<Provenance>(in.byte());
  }
}

} // namespace

bool FixLog::Reader::next() {
  if (at_ == bytes_.size()) return false;
  Parser in(bytes_.subspan(at_));
  read(in, fix_);
  at_ = static_cast<std::size_t>(in.at() - bytes_.data());
  return in.ok();
}

/// An eighth more than is asked for, and what the allocator would round up to anyway.
void FixLog::reserve(std::size_t bytes) {
  if (bytes <= capacity_) return;
  std::size_t const capacity = (bytes + bytes / 8 + 7) / 16 * 16 + 8;
  auto grown = std::make_unique_for_overwrite<std::uint8_t[]>(capacity);
  std::copy_n(bytes_.get(), used_, grown.get());
  bytes_ = std::move(grown);
  capacity_ = static_cast<std::uint16_t>(capacity);
}

void FixLog::push_back(Fix const& before, Fix const& fix) {
  assert(size_ < kMost);
  Buffer buffer;
  auto const n = static_cast<std::size_t>(write(before, fix, buffer.data()) - buffer.data());
  reserve(used_ + n);
  std::copy_n(buffer.data(), n, bytes_.get() + used_);
  used_ = static_cast<std::uint16_t>(used_ + n);
  ++size_;
}

void FixLog::assign(Fix const& base, std::span<Fix const> fixes) {
  used_ = size_ = 0;
  Fix const* before = &base;
  for (Fix const& fix : fixes) {
    push_back(*before, fix);
    before = &fix;
  }
}

void FixLog::drop(std::size_t n, Reader const& reader, Fix const& base) {
  assert(n < size_);
  Buffer first;
  auto const length = static_cast<std::size_t>(write(base, reader.fix(), first.data()) - first.data());
  std::size_t const rest = used_ - reader.at();
  reserve(length + rest);
  std::memmove(bytes_.get() + length, bytes_.get() + reader.at(), rest);
  std::copy_n(first.data(), length, bytes_.get());
  used_ = static_cast<std::uint16_t>(length + rest);
  size_ = static_cast<std::uint8_t>(size_ - n);
}

Fix FixLog::back(Fix const& base) const {
  Reader reader(*this, base);
  while (reader.next()) {
  }
  return reader.fix();
}

std::vector<Fix> FixLog::all(Fix const& base) const {
  std::vector<Fix> fixes;
  fixes.reserve(size_);
  for (Reader reader(*this, base); reader.next();)
    fixes.push_back(reader.fix());
  return fixes;
}

std::optional<FixLog> FixLog::from(std::span<std::uint8_t const> bytes, std::size_t size, Fix const& base) {
  if (size > kMost || bytes.size() > kMost * kLongest) return std::nullopt;
  FixLog log;
  Fix before = base;
  Reader reader(bytes, base);
  for (; log.size() < size && reader.next(); before = reader.fix())
    log.push_back(before, reader.fix());
  if (log.size() != size || !std::ranges::equal(log.bytes(), bytes)) return std::nullopt;
  return log;
}

} // namespace dalian::fusion
