#pragma once
// Values as bytes and back: little endian as they lie in memory, texts and lists with their length. Writer and Reader
// take the same calls, so one function describes a format for both.
#include "twin/base/time.hpp"

#include <bit>
#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace dalian::fusion {

static_assert(std::endian::native == std::endian::little, "values are written as they lie");

/// Any two such instants can be subtracted. All that the wire lets in is among them, with 25 years to either side.
constexpr bool can_be_saved(Instant t) {
  constexpr std::int64_t kUnit = std::int64_t{1} << 60;
  return to_unix_ns(t) > -kUnit && to_unix_ns(t) < 7 * kUnit;
}

template <class T>
concept Plain = std::is_trivially_copyable_v<T> && !std::is_same_v<T, bool>;

class ByteWriter {
 public:
  explicit ByteWriter(std::string& out) : out_(out) {}

  template <class... Ts>
  void operator()(Ts const&... values) {
    (put(values), ...);
  }

  void put(bool value) { put(static_cast<std::uint8_t>(value)); }
  void put(Instant t) { put(to_unix_ns(t)); }
  void put(std::string const& text) {
    put(static_cast<std::uint32_t>(text.size()));
    out_ += text;
  }
  template <class T>
  void put(std::optional<T> const& value) {
    put(value.has_value());
    if (value) put(*value);
  }
  template <Plain T>
  requires(!std::is_same_v<T, Instant>) void put(T const& value) {
    out_.append(reinterpret_cast<char const*>(&value), sizeof value);
  }

 private:
  std::string& out_;
};

/// After the first value that is not there everything read is empty, and ok() says so.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : left_(bytes) {}

  bool ok() const { return ok_; }
  std::size_t left() const { return left_.size(); }
  void fail() {
    ok_ = false;
    left_ = {};
  }

  template <class... Ts>
  void operator()(Ts&... values) {
    (get(values), ...);
  }

  void get(bool& value) {
    std::uint8_t byte = 0;
    get(byte);
    if (byte > 1) fail();
    value = byte == 1;
  }
  void get(Instant& t) {
    std::int64_t ns = 0;
    get(ns);
    t = from_unix_ns(ns);
    if (!can_be_saved(t)) fail();
  }
  void get(std::string& text) {
    std::uint32_t size = 0;
    get(size);
    text = take(size);
  }
  template <class T>
  void get(std::optional<T>& value) {
    bool has = false;
    get(has);
    value.reset();
    if (has) get(value.emplace());
  }
  template <Plain T>
  requires(!std::is_same_v<T, Instant>) void get(T& value) {
    std::string_view const bytes = take(sizeof value);
    if (ok_) std::memcpy(&value, bytes.data(), sizeof value);
  }

  std::string_view take(std::size_t n) {
    if (n > left_.size()) fail();
    std::string_view const bytes = left_.substr(0, ok_ ? n : 0);
    left_.remove_prefix(bytes.size());
    return bytes;
  }

 private:
  std::string_view left_;
  bool ok_ = true;
};

} // namespace dalian::fusion
