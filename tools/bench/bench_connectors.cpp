// Messages per second and core of each decoder, in CPU time, all in one run: bytes → typed message, → facts, →
// observation for the twin. AIS stands beside them, and what the machine could do at most: reading the bytes.
//
//   bench_connectors [FOLDER]     with public samples (default $DALIAN_TWIN_DATA):
//   FOLDER/v2x/j2735.MessageFrame.128.bsms.uper, FOLDER/gtfs_rt/ct-vehicle-positions.pb
// What the synthetic city says by MQTT, NGSI-LD, METAR and Modbus comes from assets/config and assets/city under
// $DALIAN_SOURCE (default: where it runs).
#include "connectors/ais/to_wire.hpp"
#include "connectors/gtfs/decode.hpp"
#include "connectors/gtfs/to_wire.hpp"
#include "connectors/modbus/to_wire.hpp"
#include "connectors/mqtt/sparkplug_reader.hpp"
#include "connectors/mqtt/topic_message.hpp"
#include "connectors/ngsi/read_entities.hpp"
#include "connectors/ngsi/to_wire.hpp"
#include "connectors/sumo/fcd_reader.hpp"
#include "connectors/sumo/to_wire.hpp"
#include "connectors/utilities/metar_writer.hpp"
#include "connectors/utilities/meter_gateways.hpp"
#include "connectors/utilities/meter_registers.hpp"
#include "connectors/utilities/ngsi_entities.hpp"
#include "connectors/utilities/publications.hpp"
#include "connectors/v2x/etsi_cam.hpp"
#include "connectors/v2x/file_source.hpp"
#include "connectors/v2x/j2735_frame.hpp"
#include "connectors/v2x/reader.hpp"
#include "connectors/v2x/to_wire.hpp"
#include "connectors/weather/to_wire.hpp"

#include "tests/connectors/ais/encoder.hpp"
#include "tests/connectors/v2x/hex.hpp"

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <fmt/format.h>
#include <unistd.h>

namespace {

using namespace dalian;
using namespace dalian::v2x;

using Messages = std::vector<std::vector<std::uint8_t>>;

constexpr int kRounds = 5;
constexpr double kLeastSeconds = 0.2; // of a round

double cpu_seconds() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

volatile std::uint64_t g_sink = 0; // keeps results alive

/// CPU seconds of one call of `work`: the best of some rounds, for the others were disturbed.
template <class Work>
double seconds_of(Work work) {
  double best = 1e9;
  for (int round = 0; round < kRounds; ++round) {
    double const start = cpu_seconds();
    double taken = 0;
    int calls = 0;
    for (; taken < kLeastSeconds; taken = cpu_seconds() - start)
      work(), ++calls;
    best = std::min(best, taken / calls);
  }
  return best;
}

template <class Work>
void print(char const* what, Messages const& messages, Work one) {
  std::size_t bytes = 0;
  for (auto const& m : messages)
    bytes += m.size();
  double const seconds = seconds_of([&] {
    for (auto const& m : messages)
      g_sink = g_sink + one(m);
  });
  auto const n = static_cast<double>(messages.size());
  fmt::print("  {:<52} {:>8.3f} M/s {:>8.1f} ns each {:>7.0f} MB/s\n", what, n / seconds / 1e6, seconds / n * 1e9,
             static_cast<double>(bytes) / seconds / 1e6);
}

std::uint64_t read_bytes(std::vector<std::uint8_t> const& m) {
  std::uint64_t sum = 0;
  for (auto const byte : m)
    sum += byte;
  return sum;
}

template <class Message>
void measure_uper(char const* what, Messages const& messages) {
  Message message{};
  print(what, messages, [&](std::vector<std::uint8_t> const& bytes) {
    UperReader reader(bytes);
    describe(reader, message);
    return reader.position_bits();
  });
}

void measure_reader(char const* what, Messages const& messages, Reader& reader, char const* topic = "") {
  Instant const now = from_unix_ns(1'795'168'801'250'000'000);
  Facts facts;
  WireConverter converter;
  print(what, messages, [&](std::vector<std::uint8_t> const& bytes) {
    connectors::Packet packet;
    packet.bytes = bytes;
    packet.topic = topic;
    facts.clear();
    reader.read(packet, now, facts, nullptr);
    std::uint64_t observations = 0;
    converter.convert(facts, now, [&](wire::Observation const& o) { observations += o.t_obs() != 0 ? 1 : 0; });
    return observations;
  });
}

/// Many of one, so that reading the clock costs nothing.
Messages repeated(std::vector<std::uint8_t> const& message) {
  return Messages(1000, message);
}

Messages of_file(std::filesystem::path const& file) {
  Messages messages;
  auto source = FileSource::open(file, Framing::frames);
  connectors::Packet packet;
  while (source && (*source)->next(packet, {}) == connectors::PacketSource::Next::packet)
    messages.emplace_back(packet.bytes.begin(), packet.bytes.end());
  return messages;
}

std::vector<std::uint8_t> as_bytes(std::string const& text) {
  return {text.begin(), text.end()};
}

void measure_json() {
  auto const bsm = repeated(as_bytes(
      R"({"bsmFrame":{"msgCnt":7,"id":"ABCD1234","secMark":1200,"pos":{"lat":302741000,"long":1201551000,"elevation":85},"transmission":"forwardGears","speed":694,"heading":7200,"accelSet":{"long":0,"lat":0,"vert":0,"yaw":0},"brakes":{"wheelBrakes":"0000"},"size":{"width":180,"length":460,"height":30},"vehicleClass":{"classification":10}}})"));
  std::string rsm = R"({"rsms":[{"refPos":{"lat":302741000,"lon":1201551000,"ele":85},"participants":[)";
  for (int i = 0; i < 16; ++i)
    rsm += fmt::format(
        R"({}{{"ptcType":"1","ptcId":{},"source":3,"secMark":1200,"pos":{{"lat":{},"lon":1201551120,"ele":85}},"speed":500,"heading":14400,"size":{{"width":180,"length":460,"height":30}}}})",
        i == 0 ? "" : ",", i + 1, 302'741'080 + 500 * i);
  auto const sightings = repeated(as_bytes(rsm + "]}]}"));
  measure_reader("T/CSAE BSM, JSON -> observation", bsm, *make_csae_reader(csae::Dialect::asn1, false));
  measure_reader("T/CSAE RSM of 16, JSON -> 16 detections", sightings, *make_csae_reader(csae::Dialect::dris, false),
                 "v2x/v1/rsu/R1/rsm/up");
}

void measure_ais() {
  Messages lines;
  for (unsigned i = 0; i < 1000; ++i)
    lines.push_back(as_bytes(ais::test::position_report(412'000'001 + i, 121.9, 39, i % 60).sentence()));
  ais::Stream decoding(ais::Stream::Kind::live,
                       [](ais::Message const& m, ais::Reception const&) { g_sink = g_sink + m.mmsi; });
  auto const line_of = [](std::vector<std::uint8_t> const& m) {
    return std::string_view(reinterpret_cast<char const*>(m.data()), m.size());
  };
  print("AIS position, sentence -> message", lines, [&](std::vector<std::uint8_t> const& m) {
    decoding.take({line_of(m)});
    return m.size();
  });
  ais::WireConverter converter;
  std::vector<wire::Observation> observations;
  ais::Stream converting(ais::Stream::Kind::live, [&](ais::Message const& m, ais::Reception const& r) {
    observations.clear();
    converter.convert(m, r, from_unix_ns(1'795'168'801'250'000'000), observations);
  });
  print("AIS position, sentence -> observation", lines, [&](std::vector<std::uint8_t> const& m) {
    converting.take({line_of(m)});
    return observations.size();
  });
}

void measure_v2x(std::filesystem::path const& folder) {
  auto const published = of_file(folder / "v2x" / "j2735.MessageFrame.128.bsms.uper");
  if (!published.empty()) {
    print("limit: reading the bytes of 128 published BSM", published, read_bytes);
    measure_uper<j2735::Frame>("BSM with 9 points of path, UPER -> message", published);
    measure_reader("BSM with 9 points of path, UPER -> observation", published, *make_j2735_reader());
  } else {
    fmt::print("  {}: no published BSM there\n", folder.string());
  }
  auto const core = repeated(test::from_hex(test::kCoreOnly)), braking = repeated(test::from_hex(test::kHardBraking)),
             spat = repeated(test::from_hex(test::kSpat)), cam = repeated(test::from_hex(test::kCam));
  measure_uper<j2735::Frame>("BSM core, UPER -> message", core);
  measure_uper<j2735::Frame>("BSM with events, 4 points, UPER -> message", braking);
  measure_reader("BSM core, UPER -> observation", core, *make_j2735_reader());
  measure_reader("SPAT of 6 groups, UPER -> 12 observations", spat, *make_j2735_reader());
  measure_uper<etsi::Cam>("CAM, UPER -> message", cam);
  measure_reader("CAM, UPER -> observation", cam, *make_etsi_reader());
}

Instant const kNow = *parse_utc("2026-09-26T15:01:00+08:00");

std::string_view text_of(std::vector<std::uint8_t> const& m) {
  return {reinterpret_cast<char const*>(m.data()), m.size()};
}

void measure_gtfs(std::filesystem::path const& folder) {
  std::ifstream in(folder / "gtfs_rt" / "ct-vehicle-positions.pb", std::ios::binary);
  Messages const feed{{std::istreambuf_iterator<char>(in), {}}};
  auto const decoded = gtfs::decode(text_of(feed[0]));
  if (!decoded.feed) return fmt::print("  {}: no published GTFS-RT feed there\n", folder.string());
  auto const what = fmt::format("GTFS-RT feed of {} vehicles -> observations", decoded.feed->entity_size());
  print(what.c_str(), feed, [](std::vector<std::uint8_t> const& m) {
    gtfs::Converter converter(nullptr, {}); // a new one: every vehicle is news
    std::vector<wire::Observation> out;
    Counters details;
    converter.convert(*gtfs::decode(text_of(m)).feed, kNow, out, details);
    return out.size();
  });
}

/// Messages of one kind that the city publishes in a minute, and the map by which they are read.
void measure_mqtt(utilities::City& city) {
  auto const file = std::filesystem::temp_directory_path() / fmt::format("bench_connectors_{}.toml", ::getpid());
  std::ofstream(file) << utilities::Publications::map(city);
  auto map = mqtt::read_map(file).value();
  std::filesystem::remove(file);
  mqtt::TopicReader const topics(map.topics, Crs::wgs84);
  mqtt::SparkplugReader sparkplug(map.sparkplug);
  utilities::Publications publications;
  std::vector<wire::Observation> out;
  Counters details;
  Messages json, metrics;
  std::vector<std::string> json_topics, metric_topics;
  for (auto const& p : publications.due(city, 1)) {
    bool const birth = p.topic.find("BIRTH") != std::string::npos, data = p.topic.find("DDATA") != std::string::npos;
    if (birth) sparkplug.read({p.topic, p.payload, kNow}, out, details);
    if (birth) continue;
    (data ? metrics : json).push_back(as_bytes(p.payload));
    (data ? metric_topics : json_topics).push_back(p.topic);
  }
  std::size_t next = 0;
  print("MQTT JSON of 2 to 5 values, topic -> observations", json, [&](std::vector<std::uint8_t> const& m) {
    out.clear();
    topics.read({json_topics[next++ % json_topics.size()], text_of(m), kNow}, out, details);
    return out.size();
  });
  next = 0;
  print("Sparkplug B of 6 metrics by alias -> 6 observations", metrics, [&](std::vector<std::uint8_t> const& m) {
    out.clear();
    sparkplug.read({metric_topics[next++ % metric_topics.size()], text_of(m), kNow}, out, details);
    return out.size();
  });
}

void measure_modbus(utilities::City const& city) {
  auto const file = std::filesystem::temp_directory_path() / fmt::format("bench_connectors_{}.toml", ::getpid());
  std::ofstream(file) << utilities::MeterGateways::open(city, "127.0.0.1", 0).value().map(10);
  auto const devices = modbus::read_map(file).value();
  std::filesystem::remove(file);
  Messages answers;
  std::vector<std::vector<std::uint16_t>> registers;
  for (std::size_t i = 0; i < devices.size(); ++i) {
    registers.push_back(utilities::write_registers(city.meters().meters()[i].medium, city.truth(i)));
    answers.emplace_back(2 * registers.back().size());
  }
  std::size_t next = 0;
  std::vector<wire::Observation> out;
  print("Modbus meter of 10 registers -> 3 observations", answers, [&](std::vector<std::uint8_t> const&) {
    auto const i = next++ % devices.size();
    out.clear();
    connectors::Teller teller(devices[i].entity, wire::SENSOR, kNow, out);
    for (auto const& value : devices[i].values)
      modbus::tell(value, std::span(registers[i]).subspan(value.address, value.count), kNow, teller);
    return out.size();
  });
}

/// Rows as SUMO writes them with --fcd-output.geo.
void measure_fcd() {
  constexpr int kRows = 1000;
  std::string step = "<timestep time=\"1.00\">\n";
  for (int i = 0; i < kRows; ++i)
    step += fmt::format("        <vehicle id=\"car.{}\" x=\"121.6{:05}\" y=\"39.255535\" angle=\"90.00\" type=\"car\" "
                        "speed=\"13.89\" pos=\"17.35\" lane=\"njip/street/arterial-10.3_0\" slope=\"0.00\"/>\n",
                        i, i);
  step += "    </timestep>\n";
  std::vector<wire::Observation> out;
  auto const measure = [&](char const* what, bool convert) {
    Counters outcomes, details;
    sumo::FcdReader reader(outcomes);
    sumo::WireConverter converter({}, details);
    reader.feed("<fcd-export>");
    double const seconds = seconds_of([&] {
      reader.feed(step);
      out.clear();
      if (convert)
        converter.convert(reader.steps().front(), sumo::NetFrame::degrees(), {}, kNow, kNow,
                          [&](wire::Observation o) { out.push_back(std::move(o)); });
      reader.steps().clear();
      g_sink = g_sink + out.size();
    });
    fmt::print("  {:<52} {:>8.3f} M/s {:>8.1f} ns each {:>7.0f} MB/s\n", what, kRows / seconds / 1e6,
               seconds / kRows * 1e9, static_cast<double>(step.size()) / seconds / 1e6);
  };
  measure("SUMO FCD row -> mover", false);
  measure("SUMO FCD row -> observation", true);
}

void measure_city(std::filesystem::path const& source) {
  auto inputs = utilities::read_city(source / "assets/config", source / "assets/city");
  if (!inputs) return fmt::print("  {}\n", inputs.error());
  utilities::City city(std::move(*inputs), kNow);
  city.advance(kNow);
  std::vector<wire::Observation> out;
  Counters details;
  measure_mqtt(city);
  measure_modbus(city);
  Messages entities;
  for (auto const& entity : utilities::ngsi_entities(city))
    entities.push_back(as_bytes(entity.json));
  print("NGSI-LD entity of 2 to 7 properties -> observations", entities, [&](std::vector<std::uint8_t> const& m) {
    out.clear();
    for (auto const& entity : ngsi::read_entities(text_of(m)).entities)
      ngsi::to_wire(entity, {}, kNow, kNow, out, details);
    return out.size();
  });
  auto const report = as_bytes(utilities::write_metar("ZYTL", city.sky(), kNow));
  print("METAR -> 8 or 9 observations", repeated(report), [&](std::vector<std::uint8_t> const& m) {
    out.clear();
    weather::to_wire(*weather::parse_metar(text_of(m)).report, text_of(m), nullptr, kNow, kNow, out);
    return out.size();
  });
}

} // namespace

int main(int argc, char** argv) {
  if (argc > 1 && std::string_view(argv[1]).starts_with("-")) {
    fmt::print("bench_connectors [FOLDER]: messages per second and core of each decoder, in CPU time\n");
    return std::string_view(argv[1]) == "--help" ? 0 : 2;
  }
  char const* const data = std::getenv("DALIAN_TWIN_DATA");
  fmt::print("One core, CPU time, best of {} rounds.\n", kRounds);
  char const* const source = std::getenv("DALIAN_SOURCE");
  std::filesystem::path const folder = argc > 1 ? argv[1] : data != nullptr ? data : "../shared/data";
  measure_v2x(folder);
  measure_json();
  measure_ais();
  measure_gtfs(folder);
  measure_fcd();
  measure_city(source != nullptr ? source : ".");
  return 0;
}
