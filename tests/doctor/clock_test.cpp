#include "twin/doctor/clock.hpp"

#include <gtest/gtest.h>

namespace dalian::doctor {
namespace {

ClockFacts sound() {
  return {parse_utc("2026-11-27T08:00:00Z").value(), true, 0.01, parse_utc("2026-11-27T07:59:59Z").value()};
}

TEST(DoctorClock, ASynchronizedOneIsGood) {
  EXPECT_EQ(judge_clock(sound()).verdict, Verdict::good);
}

TEST(DoctorClock, OneThatWasNeverSetFails) {
  auto facts = sound();
  facts.recorded.reset();
  facts.now = parse_utc("1970-01-01T00:10:00Z").value();
  auto const finding = judge_clock(facts);
  EXPECT_EQ(finding.verdict, Verdict::failed);
  EXPECT_NE(finding.remedy, "");
}

TEST(DoctorClock, AHistoryOfTheFutureFailsAndALittleDoesNot) {
  auto facts = sound();
  facts.recorded = facts.now + std::chrono::milliseconds(1900);
  EXPECT_EQ(judge_clock(facts).verdict, Verdict::good);
  facts.recorded = facts.now + std::chrono::hours(1);
  EXPECT_EQ(judge_clock(facts).verdict, Verdict::failed);
}

TEST(DoctorClock, OneThatNobodyKeepsOrThatIsFarOffIsAWarning) {
  auto facts = sound();
  facts.largest_error_s = 0.6;
  EXPECT_EQ(judge_clock(facts).verdict, Verdict::warning);
  facts.synchronized = false;
  EXPECT_EQ(judge_clock(facts).verdict, Verdict::warning);
}

TEST(DoctorClock, IsReadFromTheKernel) {
  auto const facts = read_clock();
  EXPECT_LT(std::abs(to_seconds(facts.now - SystemClock().now())), 60);
}

} // namespace
} // namespace dalian::doctor
