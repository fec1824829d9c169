#pragma once
// The bytes of TraCI, SUMO's protocol: big-endian numbers, strings with their length, typed values, commands with
// theirs (SUMO 1.15, TraCI/Protocol.html and libsumo's TraCIConstants). Knows no command's meaning. Reading never goes
// beyond the bytes: a reader that would stays bad. One thread.
#include "connectors/sumo/step.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dalian::sumo::traci {

using Bytes = std::span<std::uint8_t const>;

/// Type codes of values.
enum class Type : std::uint8_t {
  lon_lat = 0x00,
  xy = 0x01,
  lon_lat_altitude = 0x02,
  xyz = 0x03,
  polygon = 0x06,
  ubyte = 0x07,
  byte = 0x08,
  integer = 0x09,
  real = 0x0B,
  string = 0x0C,
  strings = 0x0E,
  compound = 0x0F,
  colour = 0x11,
};

class Reader {
 public:
  explicit Reader(Bytes bytes) : bytes_(bytes) {}

  bool good() const { return good_; }
  bool at_end() const { return at_ == bytes_.size(); }
  std::size_t left() const { return bytes_.size() - at_; }

  std::uint8_t byte();
  std::int32_t integer();
  double real();
  std::string string();
  /// A count of things of at least `least_bytes` each: bad when so many cannot follow.
  std::size_t count(std::size_t least_bytes);
  /// The next `n` bytes as a reader of their own.
  Reader part(std::size_t n);
  /// The next command: its id, and its content. Nothing at the end or when it is bad.
  struct Command;
  std::optional<Command> command();

  // Values with their type before them; bad when it is another.
  double real_value();
  std::int32_t integer_value();
  std::string string_value();
  std::vector<std::string> strings_value();
  struct Point {
    double x = 0, y = 0;
  };
  /// xy, xyz or lon_lat.
  Point point_value();
  std::vector<Point> polygon_value();
  void skip_value();

  /// What follows cannot be understood.
  void spoil() { good_ = false, at_ = bytes_.size(); }

 private:
  Bytes take(std::size_t n);
  bool expect(Type type);

  Bytes bytes_;
  std::size_t at_ = 0;
  bool good_ = true;
};

struct Reader::Command {
  std::uint8_t id;
  Reader content;
};

/// One command, to be sent in a message.
class Writer {
 public:
  Writer& byte(std::uint8_t value);
  Writer& integer(std::int32_t value);
  Writer& real(double value);
  Writer& string(std::string_view value);
  Writer& type(Type value) { return byte(static_cast<std::uint8_t>(value)); }
  std::string const& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

/// `content` as a command with its length before it.
std::string command(std::uint8_t id, std::string_view content);
/// Commands as a message with its length before it.
std::string message(std::string_view commands);

inline constexpr std::size_t kLengthBytes = 4;
/// Of a whole message, its length counted; nothing when that cannot be.
std::optional<std::size_t> message_size(Bytes first_four);
inline constexpr std::size_t kMostMessageBytes = 256 << 20; // a step of a million vehicles

} // namespace dalian::sumo::traci
