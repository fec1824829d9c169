#include "connectors/sumo/traci_codec.hpp"

#include <bit>
#include <cassert>

namespace dalian::sumo::traci {
namespace {

template <class Number>
Number big_endian(Bytes bytes) {
  Number value = 0;
  for (auto const byte : bytes)
    value = static_cast<Number>(value << 8 | byte);
  return value;
}

template <class Number>
void put_big_endian(std::string& out, Number value) {
  for (std::size_t i = sizeof value; i-- > 0;)
    out += static_cast<char>(value >> (8 * i) & 0xff);
}

constexpr std::size_t kMostNesting = 4; // of compound values: SUMO's own have two levels

void skip(Reader& reader, std::size_t nesting) {
  auto const skip_all = [&](std::size_t n) { (void)reader.part(n); };
  switch (static_cast<Type>(reader.byte())) {
  case Type::lon_lat:
  case Type::xy:
    return skip_all(16);
  case Type::lon_lat_altitude:
  case Type::xyz:
    return skip_all(24);
  case Type::polygon: {
    std::size_t n = reader.byte();
    if (n == 0) n = reader.count(16);
    return skip_all(16 * n);
  }
  case Type::ubyte:
  case Type::byte:
    return skip_all(1);
  case Type::integer:
  case Type::colour:
    return skip_all(4);
  case Type::real:
    return skip_all(8);
  case Type::string:
    return (void)reader.string();
  case Type::strings:
    for (std::size_t n = reader.count(4); n > 0 && reader.good(); --n)
      (void)reader.string();
    return;
  case Type::compound:
    if (nesting == kMostNesting) return reader.spoil();
    for (std::size_t n = reader.count(2); n > 0 && reader.good(); --n)
      skip(reader, nesting + 1);
    return;
  }
  reader.spoil();
}

} // namespace

Bytes Reader::take(std::size_t n) {
  if (n > left()) return spoil(), Bytes{};
  auto const taken = bytes_.subspan(at_, n);
  at_ += n;
  return taken;
}

std::uint8_t Reader::byte() {
  return big_endian<std::uint8_t>(take(1));
}

std::int32_t Reader::integer() {
  return static_cast<std::int32_t>(big_endian<std::uint32_t>(take(4)));
}

double Reader::real() {
  return std::bit_cast<double>(big_endian<std::uint64_t>(take(8)));
}

std::string Reader::string() {
  auto const bytes = take(count(1));
  return {bytes.begin(), bytes.end()};
}

std::size_t Reader::count(std::size_t least_bytes) {
  auto const n = integer();
  if (n >= 0 && static_cast<std::size_t>(n) <= left() / least_bytes) return static_cast<std::size_t>(n);
  return spoil(), 0;
}

Reader Reader::part(std::size_t n) {
  Reader reader(take(n));
  reader.good_ = good_;
  return reader;
}

std::optional<Reader::Command> Reader::command() {
  if (!good_ || at_end()) return std::nullopt;
  std::size_t length = byte(), header = 2;
  if (length == 0) {
    length = static_cast<std::uint32_t>(integer());
    header = 6;
  }
  auto const id = byte();
  if (!good_ || length < header || length - header > left()) return spoil(), std::nullopt;
  return Command{id, part(length - header)};
}

bool Reader::expect(Type type) {
  if (byte() == static_cast<std::uint8_t>(type) && good_) return true;
  return spoil(), false;
}

double Reader::real_value() {
  return expect(Type::real) ? real() : 0;
}

std::int32_t Reader::integer_value() {
  return expect(Type::integer) ? integer() : 0;
}

std::string Reader::string_value() {
  return expect(Type::string) ? string() : std::string();
}

std::vector<std::string> Reader::strings_value() {
  std::vector<std::string> all;
  if (!expect(Type::strings)) return all;
  for (std::size_t n = count(4); n > 0 && good_; --n)
    all.push_back(string());
  return all;
}

Reader::Point Reader::point_value() {
  auto const type = static_cast<Type>(byte());
  if (type != Type::xy && type != Type::xyz && type != Type::lon_lat) return spoil(), Point{};
  Point const point{real(), real()};
  if (type == Type::xyz) (void)real();
  return point;
}

std::vector<Reader::Point> Reader::polygon_value() {
  std::vector<Point> all;
  if (!expect(Type::polygon)) return all;
  std::size_t n = byte();
  if (n == 0) n = count(16); // more than 255 points
  for (; n > 0 && good_; --n)
    all.push_back({real(), real()});
  return all;
}

void Reader::skip_value() {
  skip(*this, 0);
}

Writer& Writer::byte(std::uint8_t value) {
  bytes_ += static_cast<char>(value);
  return *this;
}

Writer& Writer::integer(std::int32_t value) {
  put_big_endian(bytes_, static_cast<std::uint32_t>(value));
  return *this;
}

Writer& Writer::real(double value) {
  put_big_endian(bytes_, std::bit_cast<std::uint64_t>(value));
  return *this;
}

Writer& Writer::string(std::string_view value) {
  integer(static_cast<std::int32_t>(value.size()));
  bytes_ += value;
  return *this;
}

std::string command(std::uint8_t id, std::string_view content) {
  Writer head;
  std::size_t const length = 2 + content.size();
  if (length <= 255)
    head.byte(static_cast<std::uint8_t>(length));
  else
    head.byte(0).integer(static_cast<std::int32_t>(length + 4));
  return head.byte(id).bytes() + std::string(content);
}

std::string message(std::string_view commands) {
  Writer head;
  head.integer(static_cast<std::int32_t>(kLengthBytes + commands.size()));
  return head.bytes() + std::string(commands);
}

std::optional<std::size_t> message_size(Bytes first_four) {
  assert(first_four.size() >= kLengthBytes);
  auto const size = big_endian<std::uint32_t>(first_four.first(kLengthBytes));
  if (size < kLengthBytes || size > kMostMessageBytes) return std::nullopt;
  return size;
}

} // namespace dalian::sumo::traci
