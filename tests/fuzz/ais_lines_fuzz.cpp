// libFuzzer target: any bytes as lines of AIS → messages → JSON and observations.
#include "connectors/ais/json.hpp"
#include "connectors/ais/to_wire.hpp"
#include "connectors/common/line_buffer.hpp"
#include "tests/fuzz/fuzz.hpp"

#include <cstring>

using namespace dalian;
using dalian::fuzz::require;

namespace {

/// Gives every sentence of a line the checksum it needs, so that mutations get past it.
std::string with_right_checksum(std::string_view line) {
  std::string text(line);
  auto const start = text.find_first_of("!$");
  auto const star = start == text.npos ? text.npos : text.find('*', start);
  if (star == text.npos || star + 3 > text.size()) return text;
  unsigned sum = 0;
  for (std::size_t i = start + 1; i < star; ++i)
    sum ^= static_cast<unsigned char>(text[i]);
  constexpr char kDigits[] = "0123456789ABCDEF";
  text[star + 1] = kDigits[sum >> 4];
  text[star + 2] = kDigits[sum & 15];
  return text;
}

} // namespace

std::vector<std::string> fuzz::seeds() {
  return {"\1!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A\n",
          "\3\\s:A,c:1565218798*00\\!AIVDM,1,1,,A,B5NU=J000=l0BD6l590EkwuUoP06,0*4A\n",
          "\1!AIVDM,2,1,1,A,55?MbV02;H;s<HtKR20EHE:0@T4@Dn2222222216L961O5Gf0NSQEp6ClRp8,0*1C\n"
          "!AIVDM,2,2,1,A,88888888880,2*25\n"};
}

/// The first byte chooses whether checksums are repaired and which kind of stream it is.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  if (size < 1) return 0;
  bool const repair = (data[0] & 1U) != 0;
  auto const kind = (data[0] & 2U) != 0 ? ais::Stream::Kind::recording : ais::Stream::Kind::live;
  std::string json;
  std::vector<wire::Observation> observations;
  ais::WireConverter converter((data[0] & 4U) != 0 ? Crs::gcj02 : Crs::wgs84);
  ais::Stream stream(kind, [&](ais::Message const& m, ais::Reception const& r) {
    json.clear();
    ais::write_json(m, r, json);
    require(json.ends_with("}\n"));
    observations.clear();
    converter.convert(m, r, r.received, observations);
    std::string bytes;
    for (auto const& o : observations)
      require(o.SerializeToString(&bytes));
  });
  connectors::LineBuffer buffer(1024, 4096);
  auto rest = fuzz::text(data + 1, size - 1);
  Instant now = from_unix_ns(1'800'000'000'000'000'000);
  auto const take = [&](connectors::RawLine const& line) {
    std::string const text = repair ? with_right_checksum(line.text) : std::string(line.text);
    stream.take({text, now, 0, line.cut});
    now += std::chrono::milliseconds(100);
  };
  while (!rest.empty()) {
    auto const space = buffer.space();
    auto const n = std::min(space.size(), rest.size());
    std::memcpy(space.data(), rest.data(), n);
    buffer.commit(n);
    rest.remove_prefix(n);
    while (auto const line = buffer.next())
      take(*line);
  }
  if (auto const line = buffer.rest()) take(*line);
  require(stream.counts().outcomes.sum() == stream.counts().lines);
  stream.finish();
  require(stream.counts().outcomes.sum() == stream.counts().lines);
  require(stream.counts().outcomes[ais::Outcome::waiting] == 0);
  return 0;
}
