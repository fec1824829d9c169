#pragma once
// Prints a described value as one JSON object: names and raw numbers as the standard has them, enumerations by name,
// bit strings as digits, octets as hexadecimal. The counterpart of UperReader. One thread.
#include "connectors/v2x/uper_reader.hpp"

#include <iterator>

#include <fmt/format.h>

namespace dalian::v2x {

class JsonPrinter {
 public:
  explicit JsonPrinter(std::string& out) : out_(out) {}

  template <class V>
  void whole(V& v) {
    out_ += '{';
    first_ = true;
    describe(*this, v);
    out_ += '}';
    first_ = false;
  }

  template <class... T>
  bool begin(bool, std::optional<T>&...) {
    return false;
  }
  void end(bool) {}

  template <class V, class R>
  void integer(char const* name, V& v, R) {
    if (is_present(v)) number(name, static_cast<std::int64_t>(content(v)));
  }
  template <class V>
  void signed_integer(char const* name, V& v, unsigned) {
    number(name, v);
  }
  template <class V, class R>
  void extensible_integer(char const* name, V& v, R r) {
    integer(name, v, r);
  }
  template <class V>
  void boolean(char const* name, V& v) {
    if (is_present(v)) key(name), out_ += content(v) ? "true" : "false";
  }
  template <class V, std::size_t N>
  void enumeration(char const* name, V& v, Names<N> const& names) {
    if (is_present(v)) key(name), word(content(v), names);
  }
  template <class V, std::size_t N>
  void extensible_enumeration(char const* name, V& v, Names<N> const& names) {
    enumeration(name, v, names);
  }
  template <class V>
  void bit_string(char const* name, V& v, unsigned) {
    if (!is_present(v)) return;
    key(name);
    out_ += '"';
    for (unsigned i = 0; i < content(v).size; ++i)
      out_ += content(v).has(i) ? '1' : '0';
    out_ += '"';
  }
  template <class V>
  void extensible_bit_string(char const* name, V& v, unsigned size) {
    bit_string(name, v, size);
  }
  template <std::size_t N>
  void octets(char const* name, std::array<std::uint8_t, N>& v) {
    key(name);
    out_ += '"';
    for (auto const octet : v)
      fmt::format_to(std::back_inserter(out_), "{:02X}", octet);
    out_ += '"';
  }
  template <class V, class R>
  void text(char const* name, V& v, R) {
    if (!is_present(v)) return;
    key(name);
    out_ += '"';
    for (unsigned char const c : content(v)) {
      if (c == '"' || c == '\\')
        out_ += '\\', out_ += static_cast<char>(c);
      else if (c < 0x20)
        fmt::format_to(std::back_inserter(out_), "\\u{:04x}", c);
      else
        out_ += static_cast<char>(c);
    }
    out_ += '"';
  }

  template <class V>
  void object(char const* name, V& v) {
    if (is_present(v)) key(name), whole(content(v));
  }
  template <class V, class R>
  void list(char const* name, V& v, R) {
    if (is_present(v)) array(name, content(v), [this](auto& item) { this->whole(item); });
  }
  template <class V, class R, class E>
  void numbers(char const* name, V& v, R, E) {
    if (is_present(v)) array(name, content(v), [this](auto n) { out_ += std::to_string(n); });
  }
  template <class V, class R, std::size_t N>
  void enumerations(char const* name, V& v, R, Names<N> const& names) {
    if (is_present(v)) array(name, content(v), [&](auto n) { word(n, names); });
  }
  template <class V, std::size_t N>
  bool extensible_choice(char const* name, V& index, Names<N> const& names) {
    enumeration(name, index, names);
    return index < N;
  }
  template <class Body>
  void open(Body body) {
    body(*this);
  }
  void regional(char const* name, std::optional<Regional>& v) {
    if (v) number(name, v->count);
  }
  void region(char const*) {}

 private:
  void key(char const* name) {
    if (!first_) out_ += ',';
    first_ = false;
    out_ += '"';
    out_ += name;
    out_ += "\":";
  }
  void number(char const* name, std::int64_t v) {
    key(name);
    fmt::format_to(std::back_inserter(out_), "{}", v);
  }
  template <std::size_t N>
  void word(std::size_t v, Names<N> const& names) {
    if (v < N)
      fmt::format_to(std::back_inserter(out_), "\"{}\"", names[v]);
    else
      fmt::format_to(std::back_inserter(out_), "{}", v);
  }
  template <class V, class Print>
  void array(char const* name, V& items, Print print) {
    key(name);
    out_ += '[';
    bool first_item = true;
    for (auto& item : items) {
      if (!first_item) out_ += ',';
      first_item = false;
      print(item);
    }
    out_ += ']';
    first_ = false;
  }

  std::string& out_;
  bool first_ = true;
};

} // namespace dalian::v2x
