#pragma once
// The other way round of UperReader: a described value → its bytes (ITU-T X.691). For synthetic senders, tests, fuzzers
// and benches; what the twin itself does it does without.
#include "connectors/v2x/uper_reader.hpp"

#include <vector>

namespace dalian::v2x {

class UperWriter {
 public:
  /// Bits written so far, padded with zeros to whole octets.
  std::vector<std::uint8_t> const& bytes() const { return bytes_; }
  std::size_t bits() const { return bits_; }

  void put(std::uint64_t value, unsigned width) {
    while (width-- > 0) {
      if (bits_ % 8 == 0) bytes_.push_back(0);
      if ((value >> width & 1U) != 0) bytes_.back() = static_cast<std::uint8_t>(bytes_.back() | 0x80U >> bits_ % 8);
      ++bits_;
    }
  }
  void put_length(std::size_t n) { n < 128 ? put(n, 8) : put(0x8000U | n, 16); }

  template <class... T>
  bool begin(bool extensible, std::optional<T>&... optionals) {
    if (extensible) put(0, 1);
    (put(optionals.has_value() ? 1 : 0, 1), ...);
    return false;
  }
  void end(bool) {}

  template <class V, std::int64_t Low, std::int64_t High>
  void integer(char const*, V& v, Range<Low, High> r) {
    if (is_present(v)) put(static_cast<std::uint64_t>(static_cast<std::int64_t>(content(v)) - Low), r.width);
  }
  template <class V>
  void signed_integer(char const*, V& v, unsigned width) {
    put(static_cast<std::uint64_t>(static_cast<std::int64_t>(v)) & ((1ULL << width) - 1), width);
  }
  template <class V, std::int64_t Low, std::int64_t High>
  void extensible_integer(char const* name, V& v, Range<Low, High> r) {
    if (!is_present(v)) return;
    auto const n = static_cast<std::int64_t>(content(v));
    bool const beyond = n < Low || n > High;
    put(beyond ? 1 : 0, 1);
    if (!beyond) return integer(name, v, r);
    put_length(4);
    put(static_cast<std::uint64_t>(n), 32);
  }
  template <class V>
  void boolean(char const*, V& v) {
    if (is_present(v)) put(content(v) ? 1 : 0, 1);
  }
  template <class V, std::size_t N>
  void enumeration(char const*, V& v, Names<N> const&) {
    if (is_present(v)) put(content(v), std::bit_width(N - 1));
  }
  template <class V, std::size_t N>
  void extensible_enumeration(char const* name, V& v, Names<N> const& names) {
    if (!is_present(v)) return;
    put(content(v) >= N ? 1 : 0, 1);
    content(v) >= N ? put_small(content(v) - N) : enumeration(name, v, names);
  }
  template <class V>
  void bit_string(char const*, V& v, unsigned size) {
    if (is_present(v)) put(content(v).value, size);
  }
  template <class V>
  void extensible_bit_string(char const*, V& v, unsigned size) {
    if (!is_present(v)) return;
    bool const beyond = content(v).size != size;
    put(beyond ? 1 : 0, 1);
    if (beyond) put_length(content(v).size);
    put(content(v).value, content(v).size);
  }
  template <std::size_t N>
  void octets(char const*, std::array<std::uint8_t, N>& v) {
    for (auto const octet : v)
      put(octet, 8);
  }
  template <class V, std::int64_t Low, std::int64_t High>
  void text(char const*, V& v, Range<Low, High> size) {
    if (!is_present(v)) return;
    put(content(v).size() - Low, size.width);
    for (char const c : content(v))
      put(static_cast<unsigned char>(c), 7);
  }
  template <class V>
  void object(char const*, V& v) {
    if (is_present(v)) describe(*this, content(v));
  }
  template <class V, std::int64_t Low, std::int64_t High>
  void list(char const*, V& v, Range<Low, High> size) {
    if (!is_present(v)) return;
    put(content(v).size() - Low, size.width);
    for (auto& item : content(v))
      describe(*this, item);
  }
  template <class V, std::int64_t Low, std::int64_t High, class E>
  void numbers(char const* name, V& v, Range<Low, High> size, E each) {
    if (!is_present(v)) return;
    put(content(v).size() - Low, size.width);
    for (auto& n : content(v))
      integer(name, n, each);
  }
  template <class V, std::int64_t Low, std::int64_t High, std::size_t N>
  void enumerations(char const* name, V& v, Range<Low, High> size, Names<N> const& names) {
    if (!is_present(v)) return;
    put(content(v).size() - Low, size.width);
    for (auto& n : content(v))
      extensible_enumeration(name, n, names);
  }
  /// An alternative that the reader does not know is written as an empty one.
  template <class V, std::size_t N>
  bool extensible_choice(char const* name, V& index, Names<N> const& names) {
    put(index < N ? 0 : 1, 1);
    if (index < N) return enumeration(name, index, names), true;
    put_small(0);
    put_length(0);
    return false;
  }
  template <class Body>
  void open(Body body) {
    UperWriter inner;
    body(inner);
    put_length(inner.bytes().size());
    for (auto const octet : inner.bytes())
      put(octet, 8);
  }
  void regional(char const*, std::optional<Regional>& v) {
    if (!v) return;
    put(v->count - 1U, 2);
    for (unsigned i = 0; i < v->count; ++i)
      region("");
  }
  void region(char const*) {
    put(0, 8);
    put_length(0);
  }

 private:
  void put_small(std::size_t n) {
    if (n < 64) return put(n, 7);
    put(1, 1);
    put_length(1);
    put(n, 8);
  }

  std::vector<std::uint8_t> bytes_;
  std::size_t bits_ = 0;
};

template <class Message>
std::vector<std::uint8_t> write_uper(Message& message) {
  UperWriter writer;
  describe(writer, message);
  return writer.bytes();
}

} // namespace dalian::v2x
