// libFuzzer target: any bytes as a message in UPER → JSON, facts and observations that the twin takes. A message that
// was read writes to bytes that read to the same message. The first byte chooses the format.
#include "connectors/v2x/etsi_cam.hpp"
#include "connectors/v2x/etsi_denm.hpp"
#include "connectors/v2x/j2735_frame.hpp"
#include "connectors/v2x/json_printer.hpp"
#include "connectors/v2x/reader.hpp"
#include "connectors/v2x/to_wire.hpp"
#include "tests/connectors/v2x/hex.hpp"
#include "tests/connectors/v2x/uper_writer.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "twin/wire/codec.hpp"

using namespace dalian;
using namespace dalian::v2x;
using dalian::fuzz::require;

namespace {

template <class Message>
bool read(std::span<std::uint8_t const> bytes, Message& message, std::string& json) {
  UperReader reader(bytes);
  describe(reader, message);
  require(reader.position_bits() <= 8 * bytes.size());
  if (!reader.ok()) return false;
  JsonPrinter(json).whole(message);
  return true;
}

template <class Message>
void there_and_back(std::span<std::uint8_t const> bytes) {
  Message message{}, again{};
  std::string json, json_again;
  if (!read(bytes, message, json)) return;
  auto const written = test::write_uper(message);
  if (written.size() >= 16'000) return; // an open type of a length in fragments: never on the air
  require(read<Message>(written, again, json_again));
  require(json == json_again);
}

void tell(Reader& reader, std::span<std::uint8_t const> bytes) {
  connectors::Packet packet;
  packet.bytes = bytes;
  Facts facts;
  std::string json;
  Instant const now = from_unix_ns(1'795'168'801'250'000'000);
  if (reader.read(packet, now, facts, &json) != "decoded") return;
  WireConverter().convert(facts, now, [](wire::Observation const& o) { require(wire::check(o).empty()); });
}

} // namespace

std::vector<std::string> fuzz::seeds() {
  auto const seed = [](char format, std::string_view hex) {
    auto const bytes = test::from_hex(hex);
    return format + std::string(bytes.begin(), bytes.end());
  };
  return {seed(0, test::kCoreOnly), seed(0, test::kHardBraking), seed(0, test::kSpat), seed(0, test::kSpecialVehicle),
          seed(1, test::kCam)};
}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  if (size < 1) return 0;
  std::span const bytes(data + 1, size - 1);
  switch (data[0] % 3) {
  case 0:
    there_and_back<j2735::Frame>(bytes);
    tell(*make_j2735_reader(), bytes);
    break;
  case 1:
    there_and_back<etsi::Cam>(bytes);
    tell(*make_etsi_reader(), bytes);
    break;
  default:
    there_and_back<etsi::Denm>(bytes);
    tell(*make_etsi_reader(), bytes);
  }
  return 0;
}
