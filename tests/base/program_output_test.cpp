#include "twin/base/program_output.hpp"

#include <csignal>
#include <gtest/gtest.h>

namespace dalian {
namespace {

TEST(ProgramOutput, KeepsBothOutputsApartAndTheStatus) {
  auto const program = ProgramOutput::start({"sh", "-c", "echo figures; echo why >&2; exit 3"});
  ASSERT_TRUE(program) << program.error();
  (*program)->wait();
  EXPECT_TRUE((*program)->ended());
  EXPECT_EQ((*program)->out(), "figures\n");
  EXPECT_EQ((*program)->err(), "why\n");
  EXPECT_EQ((*program)->status(), 3);
}

TEST(ProgramOutput, TakesMoreThanAPipeHolds) {
  auto const program = ProgramOutput::start({"sh", "-c", "head -c 3000000 /dev/zero; head -c 2000000 /dev/zero >&2"});
  ASSERT_TRUE(program) << program.error();
  (*program)->wait();
  EXPECT_EQ((*program)->out().size(), 3000000u);
  EXPECT_EQ((*program)->err().size(), 2000000u);
}

TEST(ProgramOutput, NeitherWaitsNorIsHeldUpByOneThatRuns) {
  auto program = ProgramOutput::start({"sh", "-c", "echo $$; exec sleep 100"});
  ASSERT_TRUE(program) << program.error();
  while ((*program)->out().empty())
    ASSERT_FALSE((*program)->ended());
  int const pid = std::stoi((*program)->out());
  EXPECT_EQ(kill(pid, 0), 0);
  program->reset(); // given up, it is stopped
  EXPECT_NE(kill(pid, 0), 0);
}

TEST(ProgramOutput, OneThatIsNotThereIsAnErrorThatNamesIt) {
  auto const program = ProgramOutput::start({"no-such-program-of-ours"});
  if (program) { // some C libraries find out in the child only, which then ends so
    (*program)->wait();
    EXPECT_EQ((*program)->status(), 127);
  } else {
    EXPECT_EQ(program.error(), "no-such-program-of-ours cannot be started: No such file or directory");
  }
}

} // namespace
} // namespace dalian
