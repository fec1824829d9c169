// libFuzzer target: a sequence of MQTT messages, JSON of a mapped topic or Sparkplug B, and recordings of them, →
// observations that the twin takes.
#include "connectors/mqtt/file_source.hpp"
#include "connectors/mqtt/sparkplug_reader.hpp"
#include "connectors/mqtt/topic_message.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "twin/wire/codec.hpp"

using namespace dalian;
using namespace dalian::mqtt;
using dalian::fuzz::require;

namespace {

constexpr char const* kTopics[] = {"park/a/meter",         "spBv1.0/g/NBIRTH/n",   "spBv1.0/g/NDEATH/n",
                                   "spBv1.0/g/DBIRTH/n/d", "spBv1.0/g/DDEATH/n/d", "spBv1.0/g/NDATA/n",
                                   "spBv1.0/g/DDATA/n/d"};

std::vector<ValueRule> values(char const* at) {
  return {{*find_quantity("power_kw"), at, 0.5, 1, {{"on", 1}}}, {*find_quantity("message"), at, 1, 0, {}}};
}

std::string birth(std::uint64_t seq, char const* name) {
  sparkplug::Payload p;
  p.set_seq(seq);
  auto& m = *p.add_metrics();
  m.set_name(name);
  m.set_alias(3);
  m.set_datatype(4);
  m.set_long_value(0);
  return p.SerializeAsString();
}

} // namespace

std::vector<std::string> fuzz::seeds() {
  return {piece(0, R"({"ts":"2026-09-26T08:00:00Z","power":"on","lon":121.8,"lat":39.0})"),
          piece(1, birth(0, "bdSeq")) + piece(3, birth(1, "power")) + piece(6, birth(2, "")) +
              piece(2, birth(0, "bdSeq")),
          piece(7, R"({"topic":"park/a/meter","payload":{"power":2}}
{"topic":"spBv1.0/g/NBIRTH/n","payload_hex":"1800"})")};
}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  TopicRule rule;
  rule.filter = "park/+/#";
  rule.entity = "m:{1}";
  rule.time = "/ts";
  rule.lon = "/lon";
  rule.lat = "/lat";
  rule.values = values("/power");
  TopicReader const topics({rule}, Crs::gcj02);
  SparkplugReader sparkplug({{"", "spb:{node}/{device}", values("power")}});
  Counters details;
  std::vector<wire::Observation> out;
  auto const take = [&](std::string_view topic, std::string_view payload) {
    TopicMessage const message{topic, payload, from_unix_ns(1'795'168'801'250'000'000)};
    bool const is_sparkplug = SparkplugReader::knows(message.topic);
    require(!(is_sparkplug ? sparkplug.read(message, out, details) : topics.read(message, out, details)).empty());
  };
  for (auto const& [tag, bytes] : fuzz::pieces(fuzz::text(data, size))) {
    if (tag % (std::size(kTopics) + 1) != std::size(kTopics)) {
      take(kTopics[tag % (std::size(kTopics) + 1)], bytes);
      continue;
    }
    FileSource recording(std::string(bytes), "a recording");
    connectors::Packet packet;
    while (recording.next(packet, {}) == connectors::PacketSource::Next::packet)
      if (!packet.topic.empty()) take(packet.topic, packet.text());
  }
  for (auto const& o : out)
    require(wire::check(o).empty());
  return 0;
}
