#include "twin/history/value_column.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace dalian::history {

void write_whole(std::string& out, std::vector<std::uint64_t> const& values) {
  std::vector<std::uint64_t> deltas;
  deltas.reserve(values.size());
  std::uint64_t last = 0;
  for (std::uint64_t const value : values)
    deltas.push_back(zigzag(minus(value, std::exchange(last, value))));
  write_column(out, deltas);
}

std::vector<std::uint64_t> read_whole(ByteReader& in, std::size_t count) {
  auto values = read_column(in, count);
  in.ok = in.ok && values.size() == count;
  std::uint64_t last = 0;
  for (std::uint64_t& value : values)
    value = last += static_cast<std::uint64_t>(unzigzag(value));
  return values;
}

namespace {

std::size_t cost(std::vector<std::uint64_t> const& numbers) {
  std::size_t bits = 0;
  for (std::uint64_t const n : numbers)
    bits += static_cast<std::size_t>(std::bit_width(n));
  return bits;
}

} // namespace

void write_codes(std::string& out, std::vector<std::uint64_t> const& values) {
  std::vector<std::uint64_t> deltas;
  deltas.reserve(values.size());
  std::uint64_t last = 0;
  for (std::uint64_t const value : values)
    deltas.push_back(zigzag(minus(value, std::exchange(last, value))));
  bool const plain = cost(values) <= cost(deltas);
  write_number(out, plain ? 1 : 0);
  write_column(out, plain ? values : deltas);
}

std::vector<std::uint64_t> read_codes(ByteReader& in, std::size_t count) {
  if (in.number() == 0) return read_whole(in, count);
  auto values = read_column(in, count);
  in.ok = in.ok && values.size() == count;
  return values;
}

void write_references(std::string& out, std::vector<std::uint64_t> const& values) {
  std::vector<std::uint64_t> told;
  told.reserve(values.size());
  std::uint64_t last = UINT64_MAX;
  for (std::uint64_t const value : values)
    told.push_back(std::exchange(last, value) == value ? 0 : value + 1);
  write_column(out, told);
}

std::vector<std::uint64_t> read_references(ByteReader& in, std::size_t count) {
  auto values = read_column(in, count);
  in.ok = in.ok && values.size() == count && (values.empty() || values[0] != 0);
  std::uint64_t last = 0;
  for (std::uint64_t& value : values)
    value = last = value == 0 ? last : value - 1;
  return values;
}

void write_texts(std::string& out, std::vector<std::string> const& texts) {
  std::vector<std::uint64_t> shared, lengths;
  std::string rest;
  std::string_view last;
  for (std::string const& text : texts) {
    auto const common = static_cast<std::size_t>(
        std::mismatch(text.begin(), text.end(), last.begin(), last.end()).first - text.begin());
    shared.push_back(common);
    lengths.push_back(text.size() - common);
    rest += std::string_view(text).substr(common);
    last = text;
  }
  write_column(out, shared);
  write_column(out, lengths);
  write_text(out, rest);
}

std::vector<std::string> read_texts(ByteReader& in) {
  auto const shared = read_column(in, kMostObservations), lengths = read_column(in, kMostObservations);
  std::string const rest = read_text(in);
  in.ok = in.ok && shared.size() == lengths.size();
  std::vector<std::string> texts;
  std::size_t at = 0;
  for (std::size_t i = 0; i < shared.size() && in.ok; ++i) {
    std::string const last = texts.empty() ? "" : texts.back();
    in.ok = shared[i] <= last.size() && lengths[i] <= rest.size() - at;
    if (!in.ok) break;
    texts.push_back(last.substr(0, shared[i]) + rest.substr(at, lengths[i]));
    at += lengths[i];
  }
  return texts;
}

namespace {

constexpr std::size_t kMostDigits = 18; // fit 64 bits

std::size_t digits_of(std::string const& name) {
  std::size_t n = 0;
  while (n < std::min(name.size(), kMostDigits) && name[name.size() - 1 - n] >= '0' && name[name.size() - 1 - n] <= '9')
    ++n;
  return n;
}

std::string padded(std::uint64_t number, std::uint64_t digits) {
  std::string const text = std::to_string(number);
  return text.size() < digits ? std::string(digits - text.size(), '0') + text : text;
}

} // namespace

void write_names(std::string& out, std::vector<std::string> const& names) {
  std::vector<std::string> prefixes;
  std::vector<std::uint64_t> prefix_of, digits, numbers;
  std::uint64_t last = 0;
  for (std::string const& name : names) {
    std::size_t const n = digits_of(name);
    std::string prefix = name.substr(0, name.size() - n);
    if (prefixes.empty() || prefixes.back() != prefix) prefixes.push_back(std::move(prefix));
    std::uint64_t const number = n == 0 ? last : std::stoull(name.substr(name.size() - n));
    prefix_of.push_back(prefixes.size() - 1);
    digits.push_back(n);
    numbers.push_back(number - std::exchange(last, number)); // modulo 2⁶⁴
  }
  write_texts(out, prefixes);
  write_number(out, names.size());
  write_references(out, prefix_of);
  write_references(out, digits);
  write_column(out, numbers);
}

std::vector<std::string> read_names(ByteReader& in) {
  auto const prefixes = read_texts(in);
  std::uint64_t const head = in.number();
  in.ok = in.ok && head <= kMostObservations;
  auto const prefix_of = read_references(in, in.ok ? head : 0), digits = read_references(in, in.ok ? head : 0);
  auto const numbers = read_column(in, kMostObservations);
  in.ok = in.ok && numbers.size() == head;
  std::vector<std::string> names;
  std::uint64_t last = 0;
  for (std::size_t i = 0; i < numbers.size() && in.ok; ++i) {
    last += numbers[i];
    in.ok = prefix_of[i] < prefixes.size() && digits[i] <= kMostDigits;
    if (in.ok) names.push_back(prefixes[prefix_of[i]] + (digits[i] == 0 ? "" : padded(last, digits[i])));
  }
  return names;
}

} // namespace dalian::history
