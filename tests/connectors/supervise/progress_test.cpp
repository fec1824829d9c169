#include "connectors/common/progress.hpp"

#include <cstdlib>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

namespace dalian::connectors {
namespace {

Progress example() {
  Progress progress;
  progress.report.set_source("ais-north");
  progress.report.set_protocol("ais");
  progress.report.set_inputs(12);
  (*progress.report.mutable_outcomes())["decoded"] = 10;
  (*progress.report.mutable_outcomes())["bad_checksum"] = 2;
  (*progress.report.mutable_details())["waiting"] = 3;
  progress.trouble = "no twin";
  progress.lag = std::chrono::milliseconds(-1500); // a source whose clock is ahead
  return progress;
}

TEST(Progress, ReadsBackAsItWasWritten) {
  auto const back = decode_progress(encode_progress(example()));
  ASSERT_TRUE(back);
  EXPECT_EQ(back->report.SerializeAsString().size(), example().report.SerializeAsString().size());
  EXPECT_EQ(back->report.source(), "ais-north");
  EXPECT_EQ(back->report.outcomes().at("bad_checksum"), 2U);
  EXPECT_EQ(back->report.details().at("waiting"), 3U);
  EXPECT_EQ(back->trouble, "no twin");
  EXPECT_EQ(back->lag, std::chrono::milliseconds(-1500));
}

TEST(Progress, OtherBytesAreNone) {
  for (std::string const bytes : {"", "[]", "{}", "not json", R"({"source":3})"})
    EXPECT_FALSE(decode_progress(bytes)) << bytes;
}

TEST(Progress, WithoutASupervisorNobodyIsTold) {
  ::unsetenv(kProgressVariable);
  EXPECT_FALSE(supervisor_teller());
  ::setenv(kProgressVariable, "one", 1);
  EXPECT_FALSE(supervisor_teller());
  ::setenv(kProgressVariable, "9999", 1); // no such descriptor
  EXPECT_FALSE(supervisor_teller());
  ::unsetenv(kProgressVariable);
}

TEST(Progress, IsTakenAsWholeMessagesAndNeverWaitsForTheReader) {
  int pair[2];
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair), 0);
  ::setenv(kProgressVariable, fmt::format("{}", pair[1]).c_str(), 1);
  auto const tell = supervisor_teller();
  ::unsetenv(kProgressVariable);
  ASSERT_TRUE(tell);
  for (int i = 0; i < 10'000; ++i) // far more than a socket holds
    tell(example());
  char bytes[4096];
  auto const n = ::recv(pair[0], bytes, sizeof bytes, 0);
  ASSERT_GT(n, 0);
  EXPECT_TRUE(decode_progress({bytes, static_cast<std::size_t>(n)}));
  ::close(pair[0]);
  tell(example()); // a dead supervisor is no reason to die
  ::close(pair[1]);
}

} // namespace
} // namespace dalian::connectors
