#include "twin/app/token_bucket.hpp"

#include <gtest/gtest.h>
#include <random>

namespace dalian::app {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

Instant const kStart{seconds(1000)};

TEST(TokenBucket, GivesTheBurstThenTheRate) {
  TokenBucket bucket(100, 50);
  bucket.refill(kStart);
  EXPECT_TRUE(bucket.take(50));
  EXPECT_FALSE(bucket.take(1));
  bucket.refill(kStart + milliseconds(10));
  EXPECT_TRUE(bucket.take(1));
  EXPECT_FALSE(bucket.take(1));
  bucket.refill(kStart + seconds(3600));
  EXPECT_EQ(bucket.tokens(), 50);
}

TEST(TokenBucket, MayBeOverdrawnByWhatWasPromised) {
  TokenBucket bucket(100, 50);
  bucket.refill(kStart);
  EXPECT_TRUE(bucket.take(70, 20));
  EXPECT_FALSE(bucket.take(1, 20));
  EXPECT_EQ(bucket.tokens(), -20);
}

TEST(TokenBucket, WithoutARateThereIsNoLimit) {
  TokenBucket bucket(0, 0);
  bucket.refill(kStart);
  for (int i = 0; i < 1000; ++i)
    EXPECT_TRUE(bucket.take(1e9));
  EXPECT_GT(bucket.tokens(), 1e30);
}

TEST(TokenBucket, NeverGivesMoreThanBurstAndRateInAnySpan) {
  unsigned const seed = 7;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  TokenBucket bucket(1000, 200);
  bucket.refill(kStart);
  double given = 0;
  auto now = kStart;
  for (int i = 0; i < 20'000; ++i) {
    now += std::chrono::microseconds(random() % 2000);
    bucket.refill(now);
    double const n = 1 + random() % 20;
    if (bucket.take(n)) given += n;
    EXPECT_LE(given, 200 + 1000 * to_seconds(now - kStart) + 1e-6);
  }
  EXPECT_GT(given, 0.9 * 1000 * to_seconds(now - kStart));
}

} // namespace
} // namespace dalian::app
