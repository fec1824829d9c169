#include "twin/base/run_program.hpp"

#include <gtest/gtest.h>

namespace dalian {
namespace {

TEST(RunProgram, GivesTheExitStatus) {
  EXPECT_EQ(*run_program({"sh", "-c", "exit 7"}), 7);
  EXPECT_EQ(*run_program({"sh", "-c", "test \"$0\" = 'two words'", "two words"}), 0);
  EXPECT_EQ(*run_program({"sh", "-c", "kill -9 $$"}), 1);
}

TEST(RunProgram, OneThatIsNotThereIsAnErrorThatNamesIt) {
  auto const status = run_program({"no-such-program-of-ours"});
  if (status) // some C libraries find out in the child only, which then ends so
    EXPECT_EQ(*status, 127);
  else
    EXPECT_EQ(status.error(), "no-such-program-of-ours cannot be started: No such file or directory");
}

TEST(RunProgram, QuietlyItSaysNothingOnStandardError) {
  testing::internal::CaptureStderr();
  EXPECT_EQ(*run_program({"sh", "-c", "echo loud >&2"}, true), 0);
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  testing::internal::CaptureStderr();
  EXPECT_EQ(*run_program({"sh", "-c", "echo loud >&2"}), 0);
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "loud\n");
}

TEST(RunProgram, FindsAProgramBesideItselfFirst) {
  EXPECT_TRUE(program_beside_us("base_test").ends_with("/base_test"));
  EXPECT_EQ(program_beside_us("sh"), "sh");
}

} // namespace
} // namespace dalian
