#pragma once
// Reads values in the unaligned packed encoding rules (ITU-T X.691). A type is described once, by a function
// `describe(codec, value)` that names its fields in the order of its standard; this reader fills the value, JsonPrinter
// prints it. Never reads beyond its bytes: the first fault sticks, and everything read after it is zero.
// Knows no message. Does not own the bytes.
#include <array>
#include <bit>
#include <cassert>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace dalian::v2x {

/// Why bytes are no value of the type.
enum class Fault : std::uint8_t {
  none,
  past_end,     // the type needs more bits than there are
  out_of_range, // a number beyond the bounds of its type
  fragmented,   // a length of 16 384 or more
};

/// Bounds of an INTEGER or a SIZE, with both.
template <std::int64_t Low, std::int64_t High>
struct Range {
  static constexpr std::int64_t low = Low, high = High;
  static constexpr std::uint64_t span = static_cast<std::uint64_t>(High) - static_cast<std::uint64_t>(Low);
  static constexpr unsigned width = static_cast<unsigned>(std::bit_width(span)); // X.691 11.5.6
};
template <std::int64_t Low, std::int64_t High>
inline constexpr Range<Low, High> range{};

template <std::size_t N>
using Names = std::array<std::string_view, N>;

/// A BIT STRING; the first bit sent is the highest of `size`.
struct BitField {
  std::uint64_t value = 0;
  std::uint8_t size = 0;
  /// Bit of the standard's table, 0 = the first one sent.
  bool has(unsigned bit) const { return bit < size && (value >> (size - 1U - bit) & 1U) != 0; }
};

/// Extensions of a region, which are skipped: only their number is kept.
struct Regional {
  std::uint8_t count = 0;
};

/// A field that is present and stays unread inside its open type.
struct Unread {};

template <class T>
constexpr bool is_present(T const&) {
  return true;
}
template <class T>
constexpr bool is_present(std::optional<T> const& v) {
  return v.has_value();
}
template <class T>
constexpr T& content(T& v) {
  return v;
}
template <class T>
constexpr T& content(std::optional<T>& v) {
  return *v;
}

/// The alternative T of `v`, made when it holds another.
template <class T, class... Alternatives>
T& held(std::variant<Alternatives...>& v) {
  if (auto* const found = std::get_if<T>(&v)) return *found;
  return v.template emplace<T>();
}

class UperReader {
 public:
  explicit UperReader(std::span<std::uint8_t const> bytes) : bytes_(bytes), end_(8 * bytes.size()) {}

  Fault fault() const { return fault_; }
  bool ok() const { return fault_ == Fault::none; }
  std::size_t position_bits() const { return at_; }
  std::size_t left_bits() const { return end_ - at_; }

  /// Start of a SEQUENCE: its extension bit and presence bits. Give the result to end().
  template <class... T>
  bool begin(bool extensible, std::optional<T>&... optionals) {
    constexpr unsigned kCount = sizeof...(T);
    auto const preamble = take(kCount + (extensible ? 1U : 0U));
    unsigned bit = kCount;
    (make_present(optionals, (preamble >> --bit & 1U) != 0), ...);
    return extensible && (preamble >> kCount & 1U) != 0;
  }
  /// End of a SEQUENCE: skips what later editions added.
  void end(bool additions) {
    if (additions) skip_additions();
  }

  template <class V, std::int64_t Low, std::int64_t High>
  void integer(char const*, V& v, Range<Low, High> r) {
    if (is_present(v)) assign(content(v), Low + static_cast<std::int64_t>(whole(r.width, r.span)));
  }
  /// An INTEGER whose bounds depend on the alternative chosen: two's complement of `width` bits.
  template <class V>
  void signed_integer(char const*, V& v, unsigned width) {
    assign(v, static_cast<std::int64_t>(take(width) << (64 - width)) >> (64 - width));
  }
  /// An INTEGER (Low..High,...): beyond the bounds it comes with a length.
  template <class V, std::int64_t Low, std::int64_t High>
  void extensible_integer(char const* name, V& v, Range<Low, High> r) {
    if (!is_present(v)) return;
    if (take(1) == 0) return integer(name, v, r);
    auto const octets = length();
    if (octets > 4) return fail(Fault::out_of_range);
    assign(content(v), static_cast<std::int64_t>(take(static_cast<unsigned>(8 * octets))));
  }
  template <class V>
  void boolean(char const*, V& v) {
    if (is_present(v)) content(v) = take(1) != 0;
  }
  template <class V, std::size_t N>
  void enumeration(char const*, V& v, Names<N> const&) {
    if (is_present(v)) assign(content(v), static_cast<std::int64_t>(whole(std::bit_width(N - 1), N - 1)));
  }
  /// An ENUMERATED with `...`: what a later edition added has a value of N or more.
  template <class V, std::size_t N>
  void extensible_enumeration(char const* name, V& v, Names<N> const& names) {
    if (!is_present(v)) return;
    if (take(1) == 0) return enumeration(name, v, names);
    auto const n = normally_small();
    if (n > 255 - N) return fail(Fault::out_of_range);
    assign(content(v), static_cast<std::int64_t>(N + n));
  }
  template <class V>
  void bit_string(char const*, V& v, unsigned size) {
    if (is_present(v)) content(v) = {take(size), static_cast<std::uint8_t>(size)};
  }
  /// A BIT STRING (SIZE (size, ...)).
  template <class V>
  void extensible_bit_string(char const* name, V& v, unsigned size) {
    if (!is_present(v)) return;
    if (take(1) == 0) return bit_string(name, v, size);
    auto const n = length();
    if (n > 57) return fail(Fault::out_of_range);
    content(v) = {take(static_cast<unsigned>(n)), static_cast<std::uint8_t>(n)};
  }
  template <std::size_t N>
  void octets(char const*, std::array<std::uint8_t, N>& v) {
    for (auto& octet : v)
      octet = static_cast<std::uint8_t>(take(8));
  }
  /// An IA5String with bounds.
  template <class V, std::int64_t Low, std::int64_t High>
  void text(char const*, V& v, Range<Low, High> size) {
    if (!is_present(v)) return;
    auto const n = count(size, 7);
    auto& string = content(v);
    string.resize(n);
    for (auto& c : string)
      c = static_cast<char>(take(7));
  }

  template <class V>
  void object(char const*, V& v) {
    if (is_present(v)) describe(*this, content(v));
  }
  /// A SEQUENCE OF objects.
  template <class V, std::int64_t Low, std::int64_t High>
  void list(char const*, V& v, Range<Low, High> size) {
    if (!is_present(v)) return;
    auto& items = content(v);
    items.resize(count(size, 1));
    for (auto& item : items) {
      if (!ok()) return items.resize(0);
      describe(*this, item);
    }
  }
  /// A SEQUENCE OF INTEGER.
  template <class V, std::int64_t Low, std::int64_t High, class R>
  void numbers(char const* name, V& v, Range<Low, High> size, R each) {
    if (!is_present(v)) return;
    content(v).resize(count(size, each.width));
    for (auto& n : content(v))
      integer(name, n, each);
  }
  /// A SEQUENCE OF ENUMERATED with `...`.
  template <class V, std::int64_t Low, std::int64_t High, std::size_t N>
  void enumerations(char const* name, V& v, Range<Low, High> size, Names<N> const& names) {
    if (!is_present(v)) return;
    content(v).resize(count(size, 1));
    for (auto& n : content(v))
      extensible_enumeration(name, n, names);
  }
  /// Index of a CHOICE with `...` and N alternatives. False when it is one that a later edition added: it is skipped.
  template <class V, std::size_t N>
  bool extensible_choice(char const* name, V& index, Names<N> const& names) {
    if (take(1) == 0) {
      enumeration(name, index, names);
      return ok();
    }
    normally_small();
    skip_open();
    assign(index, static_cast<std::int64_t>(N));
    return false;
  }

  /// An open type: `body(reader)` reads inside its octets; what it leaves of them is skipped.
  template <class Body>
  void open(Body body) {
    auto const octets = length();
    if (8 * octets > left_bits()) return fail(Fault::past_end);
    UperReader inner(*this);
    inner.end_ = at_ + 8 * octets;
    body(inner);
    if (!inner.ok()) return fail(inner.fault_);
    at_ = inner.end_;
  }
  void regional(char const*, std::optional<Regional>& v) {
    if (!v) return;
    v->count = static_cast<std::uint8_t>(take(2) + 1);
    for (unsigned i = 0; i < v->count && ok(); ++i) {
      take(8);
      skip_open();
    }
  }
  /// One extension of a region.
  void region(char const*) {
    take(8);
    skip_open();
  }

 private:
  std::uint64_t load() const {
    std::size_t const byte = at_ / 8, left = bytes_.size() - byte;
    std::uint64_t word = 0;
    if (left >= sizeof word) {
      std::memcpy(&word, bytes_.data() + byte, sizeof word);
      return std::endian::native == std::endian::little ? __builtin_bswap64(word) : word;
    }
    for (std::size_t i = 0; i < left; ++i)
      word |= static_cast<std::uint64_t>(bytes_[byte + i]) << (56 - 8 * i);
    return word;
  }
  /// The next `width` bits, 0…57.
  std::uint64_t take(unsigned width) {
    assert(width <= 57);
    if (width == 0) return 0;
    if (width > left_bits()) {
      fail(Fault::past_end);
      return 0;
    }
    auto const value = load() << (at_ % 8) >> (64 - width);
    at_ += width;
    return value;
  }
  std::uint64_t whole(unsigned width, std::uint64_t highest) {
    auto const value = take(width);
    if (value <= highest) return value;
    fail(Fault::out_of_range);
    return 0;
  }
  /// A SIZE with bounds, held against the bits that so many items need at least.
  template <std::int64_t Low, std::int64_t High>
  std::size_t count(Range<Low, High> size, unsigned item_bits) {
    auto const n = static_cast<std::size_t>(Low) + whole(size.width, size.span);
    if (n * item_bits <= left_bits()) return n;
    fail(Fault::past_end);
    return 0;
  }
  /// X.691 11.9.3.6 – 11.9.3.8.
  std::size_t length() {
    if (take(1) == 0) return take(7);
    if (take(1) == 0) return take(14);
    fail(Fault::fragmented);
    return 0;
  }
  /// X.691 11.6.
  std::size_t normally_small() {
    if (take(1) == 0) return take(6);
    auto const octets = length();
    if (octets <= 4) return take(static_cast<unsigned>(8 * octets));
    fail(Fault::out_of_range);
    return 0;
  }
  void skip_open() {
    auto const bits = 8 * length();
    if (bits > left_bits()) return fail(Fault::past_end);
    at_ += bits;
  }
  void skip_additions() {
    auto const n = normally_small() + 1;
    if (n > 57) return fail(Fault::out_of_range);
    for (auto present = take(static_cast<unsigned>(n)); present != 0 && ok(); present &= present - 1)
      skip_open();
  }
  void fail(Fault why) {
    if (ok()) fault_ = why;
    at_ = end_;
  }
  template <class T>
  static void make_present(std::optional<T>& v, bool present) {
    if (!present)
      v.reset();
    else if (!v)
      v.emplace(); // else what an earlier message left there is overwritten
  }
  template <class T>
  static void assign(T& to, std::int64_t value) {
    to = static_cast<T>(value);
  }

  std::span<std::uint8_t const> bytes_;
  std::size_t at_ = 0, end_ = 0; // bits
  Fault fault_ = Fault::none;
};

} // namespace dalian::v2x
