// Damage done to good lines, 100,000 times from a fixed seed: nothing may crash (the asan preset looks closer) and
// every line must still be counted once.
#include "connectors/ais/json.hpp"
#include "connectors/ais/to_wire.hpp"

#include "tests/connectors/ais/encoder.hpp"

#include <random>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace dalian::ais {
namespace {

constexpr std::uint64_t kSeed = 20'260'926;
constexpr int kLines = 100'000;

std::string random_payload(std::mt19937_64& random) {
  constexpr std::string_view kAlphabet = "0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVW`abcdefghijklmnopqrstuvw";
  std::string payload(1 + random() % (random() % 8 == 0 ? 300 : 75), '0');
  for (char& c : payload)
    c = kAlphabet[random() % kAlphabet.size()];
  payload[0] = kAlphabet[random() % 30]; // mostly types that exist
  return payload;
}

/// A line that is right in form, any type and any content.
std::string random_line(std::mt19937_64& random) {
  auto const total = static_cast<unsigned>(random() % 4 == 0 ? 1 + random() % 4 : 1);
  std::string const sequence = random() % 2 == 0 ? "" : std::to_string(random() % 10);
  std::string line =
      test::part(random_payload(random), {total, static_cast<unsigned>(1 + random() % total), sequence,
                                          random() % 2 == 0 ? "A" : "B", static_cast<unsigned>(random() % 6)});
  if (random() % 4 == 0)
    line = test::tag_block("c:" + std::to_string(1'565'218'798 + random() % 10) + ",g:1-2-" +
                           std::to_string(random() % 5)) +
           line;
  return line;
}

void damage(std::string& line, std::mt19937_64& random) {
  for (auto n = random() % 4; n > 0 && !line.empty(); --n) {
    auto const at = random() % line.size();
    switch (random() % 5) {
    case 0:
      line[at] = static_cast<char>(random());
      break;
    case 1:
      line.erase(at, 1 + random() % 8);
      break;
    case 2:
      line.insert(at, 1, static_cast<char>(random()));
      break;
    case 3:
      line.resize(at);
      break;
    default:
      line.insert(at, line.substr(random() % line.size()));
      break;
    }
  }
}

/// With a checksum that is right again, so that the damage gets further.
std::string repaired(std::string const& line) {
  auto const start = line.find('!'), star = line.rfind('*');
  if (start == std::string::npos || star == std::string::npos || star < start) return line;
  return line.substr(0, start) + test::with_checksum(std::string_view(line).substr(start + 1, star - start - 1));
}

TEST(Mutation, NothingCrashesAndEveryLineIsCounted) {
  SCOPED_TRACE("seed " + std::to_string(kSeed));
  std::mt19937_64 random(kSeed);
  WireConverter converter;
  std::vector<wire::Observation> observations;
  std::string json;
  std::uint64_t messages = 0, bad_json = 0, bad_wire = 0;
  Stream stream(Stream::Kind::live, [&](Message const& m, Reception const& r) {
    ++messages;
    json.clear();
    write_json(m, r, json);
    if (messages % 16 == 0 && !nlohmann::json::accept(json)) ++bad_json;
    observations.clear();
    converter.convert(m, r, r.received, observations);
    for (auto const& o : observations)
      if (o.has_fix() && (std::abs(o.fix().lon_deg()) > 180 || std::abs(o.fix().lat_deg()) > 90)) ++bad_wire;
  });
  Instant now = from_unix_ns(1'800'000'000'000'000'000);
  for (int i = 0; i < kLines; ++i) {
    std::string line = random_line(random);
    damage(line, random);
    if (random() % 2 == 0) line = repaired(line);
    now += std::chrono::milliseconds(random() % 500);
    stream.take({line, now, static_cast<std::uint32_t>(random() % 3)});
    ASSERT_EQ(stream.counts().outcomes.sum(), stream.counts().lines) << line;
  }
  stream.finish();
  auto const& counts = stream.counts();
  EXPECT_EQ(counts.lines, static_cast<std::uint64_t>(kLines));
  EXPECT_EQ(counts.outcomes.sum(), counts.lines);
  EXPECT_EQ(counts.outcomes[Outcome::waiting], 0U);
  EXPECT_EQ(bad_json, 0U);
  EXPECT_EQ(bad_wire, 0U);
  EXPECT_GT(messages, static_cast<std::uint64_t>(kLines / 10)); // the damage leaves enough to decode
  for (std::size_t i = 0; i < kOutcomeCount; ++i) {             // and reaches every outcome that such lines can have
    auto const outcome = static_cast<Outcome>(i);
    bool const out_of_reach = outcome == Outcome::waiting || outcome == Outcome::comment ||
                              outcome == Outcome::set_evicted || outcome == Outcome::line_too_long ||
                              outcome == Outcome::set_unfinished || outcome == Outcome::tag_block_only;
    EXPECT_TRUE(out_of_reach || counts.outcomes[outcome] > 0) << name(outcome);
  }
}

} // namespace
} // namespace dalian::ais
