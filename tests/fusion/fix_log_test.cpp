#include "twin/fusion/fix_log.hpp"

#include "tests/fusion/observations.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <deque>
#include <random>

namespace dalian::fusion {
namespace {

constexpr std::uint32_t kSeed = 4242;

bool same(Fix const& a, Fix const& b) {
  return std::memcmp(&a, &b, sizeof a) == 0;
}

/// Half of the fields stay as they were, some take any value that their bits can have.
Fix after(Fix fix, std::mt19937_64& random) {
  std::int64_t const step = random() % 3 == 0 ? static_cast<std::int64_t>(random() % 7'000'000'000)
                                              : 1'000'000 * static_cast<std::int64_t>(random() % 200);
  fix.t = PackedTime(fix.t.value() + Duration(step));
  fix.position.east_cm += static_cast<std::int32_t>(random() % 400) - 200;
  if (random() % 10 == 0) fix.position.north_cm = static_cast<std::int32_t>(random());
  auto const half = [&](Half& h) {
    if (random() % 2 == 0) h = Half::from_bits(static_cast<std::uint16_t>(random()));
  };
  for (Half* h :
       {&fix.velocity_east, &fix.velocity_north, &fix.velocity_sigma, &fix.sigma, &fix.turn_rate, &fix.altitude})
    half(*h);
  if (random() % 2 == 0) fix.delay_s = static_cast<float>(random() % 1000) * 1e-3F;
  if (random() % 20 == 0) fix.delay_s = kNone;
  if (random() % 2 == 0) fix.heading = static_cast<std::uint16_t>(random());
  if (random() % 5 == 0) fix.rank = static_cast<std::uint8_t>(random());
  if (random() % 5 == 0) fix.provenance = static_cast<Provenance>(random() % 5);
  return fix;
}

// A queue of whole fixes does the same.
TEST(FixLog, KeepsEveryBitWhileFixesComeAndGo) {
  std::mt19937_64 random(kSeed);
  for (int round = 0; round < 200; ++round) {
    Fix base;
    FixLog log;
    std::deque<Fix> expected;
    for (int i = 0; i < 300; ++i) {
      Fix const before = expected.empty() ? base : expected.back();
      if (expected.size() < FixLog::kMost) {
        Fix next = after(before, random);
        if (i == 0) next.t = PackedTime(at(static_cast<double>(random() % 1'000'000)));
        log.push_back(before, next);
        expected.push_back(next);
      }
      if (expected.size() > 50 || random() % 20 == 0) {
        std::size_t const n = random() % expected.size();
        FixLog::Reader reader(log, base);
        for (std::size_t k = 0; k <= n; ++k)
          ASSERT_TRUE(reader.next());
        Fix const new_base = n == 0 ? base : expected[random() % n]; // any
        log.drop(n, reader, new_base);
        expected.erase(expected.begin(), expected.begin() + static_cast<std::ptrdiff_t>(n));
        base = new_base;
      }
      auto const all = log.all(base);
      ASSERT_EQ(all.size(), expected.size());
      ASSERT_EQ(log.size(), expected.size());
      for (std::size_t k = 0; k < all.size(); ++k)
        ASSERT_TRUE(same(all[k], expected[k])) << "fix " << k << " of round " << round << ", seed " << kSeed;
      ASSERT_TRUE(expected.empty() || same(log.back(base), expected.back()));
      auto const again = FixLog::from(log.bytes(), log.size(), base);
      ASSERT_TRUE(again && again->size() == log.size());
    }
  }
}

TEST(FixLog, AFixOfACarTakesLittle) {
  std::mt19937_64 random(kSeed);
  std::normal_distribution<double> normal;
  FixLog log;
  Fix before;
  for (int i = 0; i < 60; ++i) { // as SAE J2735 messages say it: ten a second, centimetres, 0.02 m/s, 1/80 degree
    Measurement m;
    m.t = at(1000 + 0.1 * i);
    m.t_rx = m.t + Duration(20'000'000 + static_cast<std::int64_t>(random() % 80'000'000));
    m.position = {400'000 + 1.5 * i + normal(random), 4'300'000 + normal(random)};
    m.sigma_m = 1.5F;
    m.has_velocity = true;
    m.velocity_east_mps = static_cast<float>(15 + 0.1 * normal(random));
    m.velocity_north_mps = static_cast<float>(0.1 * normal(random));
    m.velocity_sigma_mps = 0.4F;
    m.heading_deg = static_cast<float>(90 + normal(random));
    Fix const fix(m);
    log.push_back(before, fix);
    before = fix;
  }
  EXPECT_LT(log.bytes().size(), 60 * 20U);
}

TEST(FixLog, BytesThatAreNoLogAreRefused) {
  Fix base;
  FixLog log;
  std::mt19937_64 random(kSeed);
  Fix before = base;
  for (int i = 0; i < 10; ++i) {
    Fix const next = after(before, random);
    log.push_back(before, next);
    before = next;
  }
  auto const good = log.bytes();
  EXPECT_TRUE(FixLog::from(good, 10, base));
  EXPECT_FALSE(FixLog::from(good, 9, base)) << "something behind the last";
  EXPECT_FALSE(FixLog::from(good, 11, base)) << "one too few";
  EXPECT_FALSE(FixLog::from(good.first(good.size() - 1), 10, base)) << "cut off";
  std::vector<std::uint8_t> spoiled(good.begin(), good.end());
  for (int round = 0; round < 20'000; ++round) {
    spoiled.assign(good.begin(), good.end());
    for (std::size_t n = 1 + random() % 4; n > 0; --n)
      spoiled[random() % spoiled.size()] = static_cast<std::uint8_t>(random());
    (void)FixLog::from(spoiled, 10, base); // the sanitizers watch
  }
}

} // namespace
} // namespace dalian::fusion
