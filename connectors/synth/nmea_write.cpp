#include "connectors/synth/nmea_write.hpp"

#include <fmt/format.h>

namespace dalian::synth {
namespace {

constexpr std::size_t kPayloadLimit = 60;

struct Armoured {
  std::string payload;
  int fill_bits = 0;
};

Armoured armour(std::string bits) {
  Armoured out;
  out.fill_bits = static_cast<int>((6 - bits.size() % 6) % 6);
  bits.append(static_cast<std::size_t>(out.fill_bits), '0');
  for (std::size_t i = 0; i < bits.size(); i += 6) {
    int value = 0;
    for (std::size_t k = 0; k < 6; ++k)
      value = value * 2 + (bits[i + k] - '0');
    out.payload.push_back(static_cast<char>(value < 40 ? value + 48 : value + 56));
  }
  return out;
}

} // namespace

std::string nmea_checksum(std::string_view text) {
  unsigned sum = 0;
  for (char const c : text)
    sum ^= static_cast<unsigned char>(c);
  return fmt::format("{:02X}", sum);
}

std::string to_nmea(BitString const& message, NmeaLine const& line) {
  auto const armoured = armour(message.bits());
  auto const parts = (armoured.payload.size() + kPayloadLimit - 1) / kPayloadLimit;
  auto const tag = fmt::format("s:{},c:{}", line.source, to_unix_ns(line.received) / 1'000'000'000);
  std::string out;
  for (std::size_t part = 0; part < parts; ++part) {
    auto const body = fmt::format("{}VDM,{},{},{},{},{},{}", line.talker, parts, part + 1,
                                  parts > 1 ? std::to_string(line.sequence) : "", line.channel,
                                  armoured.payload.substr(part * kPayloadLimit, kPayloadLimit),
                                  part + 1 == parts ? armoured.fill_bits : 0);
    out += fmt::format("\\{}*{}\\!{}*{}\r\n", tag, nmea_checksum(tag), body, nmea_checksum(body));
  }
  return out;
}

} // namespace dalian::synth
