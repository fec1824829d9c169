// libFuzzer target: any bytes as T/CSAE 53 in JSON, either dialect, → observations that the twin takes. The first byte
// chooses the dialect.
#include "connectors/v2x/reader.hpp"
#include "connectors/v2x/to_wire.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "twin/wire/codec.hpp"

using namespace dalian;
using namespace dalian::v2x;
using dalian::fuzz::require;

std::vector<std::string> fuzz::seeds() {
  return {
      "0"
      R"({"bsmFrame":{"msgCnt":7,"id":"A1","secMark":1200,"pos":{"lat":302741000,"long":1201551000,"elevation":85},"posConfidence":{"pos":"a2m"},"transmission":"forwardGears","speed":694,"heading":7200,"accelSet":{"yaw":-150},"size":{"width":180,"length":460},"vehicleClass":{"classification":10},"safetyExt":{"events":"0100"}}})",
      "0"
      R"({"rsmFrame":{"id":"R1","refPos":{"lat":302741000,"long":1201551000},"participants":[{"ptcType":"motor","source":"v2x","id":"B","secMark":1200,"speed":500,"pos":{"offsetLL":{"present":"position-LL3","position-LL3":{"lon":1200,"lat":-800}}}}]}})",
      "0"
      R"({"spatFrame":{"moy":465720,"timeStamp":1200,"intersections":[{"intersectionId":{"region":1,"id":301},"phases":[{"id":11,"phaseStates":[{"light":"red","timing":{"utcTiming":{"startUTCTime":0,"likelyEndUTCTime":700}}}]}]}]}})",
      "0"
      R"({"mapFrame":{"nodes":[{"id":{"region":1,"id":301},"refPos":{"lat":389500000,"long":1217000000},"inLinks":[{"movements":[{"phaseId":11}],"points":[{"posOffset":{"offsetLL":{"present":"position-LL2","position-LL2":{"lon":-20000,"lat":0}}}}]}]}]}})",
      "0"
      R"({"rsiFrame":{"moy":465720,"id":"R1","rtes":[{"rteId":3,"eventType":101,"description":"x","timeDetails":{"endTime":465710}}],"rtss":[{"rtsId":1,"signType":85}]}})",
      "1"
      R"({"intersections":[{"intersectionId":{"id":301},"timeStamp":1795168801200,"phases":[{"phaseId":11,"phaseStates":[{"light":"3","timing":{"counting":{"startTime":{"timeMark":0},"likelyEndTime":{"timeMark":125}}}}]}]}]})",
      "1"
      R"({"bsmDatas":[{"id":"1","timeStamp":"2026-11-20T10:00:00Z","speed":36,"pos":{"lat":38.95,"lon":121.7}}]})"};
}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  if (size < 1) return 0;
  auto const dialect = (data[0] & 1U) != 0 ? csae::Dialect::dris : csae::Dialect::asn1;
  connectors::Packet packet;
  packet.bytes = {data + 1, size - 1};
  packet.topic = (data[0] & 2U) != 0 ? "v2x/v1/rsu/R328328/rsm/up" : "";
  Facts facts;
  std::string json;
  Instant const now = from_unix_ns(1'795'168'801'250'000'000);
  auto const outcome = make_csae_reader(dialect, (data[0] & 4U) != 0)->read(packet, now, facts, &json);
  require(!outcome.empty());
  require((outcome == "decoded") == !json.empty());
  WireConverter().convert(facts, now, [](wire::Observation const& o) { require(wire::check(o).empty()); });
  return 0;
}
