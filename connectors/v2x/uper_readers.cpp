#include "connectors/v2x/carrier.hpp"
#include "connectors/v2x/etsi_denm.hpp"
#include "connectors/v2x/from_etsi.hpp"
#include "connectors/v2x/from_j2735.hpp"
#include "connectors/v2x/json_printer.hpp"
#include "connectors/v2x/reader.hpp"

namespace dalian::v2x {
namespace {

using connectors::Packet;

constexpr std::string_view kDecoded = "decoded";

std::string_view name(Fault fault) {
  switch (fault) {
  case Fault::none:
    return kDecoded;
  case Fault::past_end:
    return "past_end";
  case Fault::out_of_range:
    return "out_of_range";
  case Fault::fragmented:
    return "fragmented";
  }
  return "";
}

template <class Message>
std::string_view read_uper(std::span<std::uint8_t const> bytes, Message& message, std::string* json) {
  UperReader reader(bytes);
  describe(reader, message);
  if (reader.ok() && json != nullptr) JsonPrinter(*json).whole(message);
  return name(reader.fault());
}

class J2735Reader final : public Reader {
 public:
  std::string_view read(Packet const& packet, Instant arrival, Facts& out, std::string* json) override {
    if (packet.bytes.empty()) return "empty";
    auto const outcome = read_uper(inside_1609_2(packet.bytes), frame_, json);
    if (outcome != kDecoded) return outcome;
    if (std::holds_alternative<Unread>(frame_.body)) return "other_message";
    add_facts(frame_, arrival, out);
    return kDecoded;
  }

 private:
  j2735::Frame frame_{}; // kept, so that its lists are made once
};

class EtsiReader final : public Reader {
 public:
  std::string_view read(Packet const& packet, Instant arrival, Facts& out, std::string* json) override {
    if (packet.bytes.empty()) return "empty";
    if (packet.bytes.size() < 2) return "past_end";
    if (packet.bytes[0] != 2) return "other_version"; // of other editions fields have other widths
    switch (packet.bytes[1]) {
    case 1:
      return take(packet, denm_, arrival, out, json);
    case 2:
      return take(packet, cam_, arrival, out, json);
    default:
      return "other_message";
    }
  }

 private:
  template <class Message>
  static std::string_view take(Packet const& packet, Message& message, Instant arrival, Facts& out, std::string* json) {
    auto const outcome = read_uper(packet.bytes, message, json);
    if (outcome == kDecoded) add_facts(message, arrival, out);
    return outcome;
  }

  etsi::Cam cam_{};
  etsi::Denm denm_{};
};

} // namespace

std::unique_ptr<Reader> make_j2735_reader() {
  return std::make_unique<J2735Reader>();
}

std::unique_ptr<Reader> make_etsi_reader() {
  return std::make_unique<EtsiReader>();
}

} // namespace dalian::v2x
