// The program itself: twinfeed ais as a user starts it.
#include "connectors/ais/outcome.hpp"

#include "tests/connectors/ais/encoder.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace dalian::ais {
namespace {

struct Ran {
  int status = -1;
  std::string out; // standard output and error
};

Ran twinfeed(std::string const& arguments) {
  char const* const bin = std::getenv("DALIAN_BIN");
  std::string const command = std::string(bin != nullptr ? bin : "build/release/bin") + "/twinfeed " + arguments;
  Ran ran;
  FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return ran;
  std::array<char, 4096> block{};
  for (std::size_t n = 0; (n = std::fread(block.data(), 1, block.size(), pipe)) > 0;)
    ran.out.append(block.data(), n);
  int const status = ::pclose(pipe);
  ran.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
  return ran;
}

struct Recording {
  std::filesystem::path path;
  Recording() {
    std::string name = (std::filesystem::temp_directory_path() / "dalian_ais_XXXXXX").string();
    ::close(::mkstemp(name.data()));
    path = name;
    std::ofstream file(path);
    for (unsigned i = 0; i < 3; ++i)
      file << test::tag_block("c:" + std::to_string(1'565'218'800 + i))
           << test::position_report(412'000'001 + i, 121.9, 39, i).sentence() << "\r\n";
    file << "!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*00\n# end";
  }
  ~Recording() { std::filesystem::remove(path); }
};

TEST(TwinfeedAis, CountsARecording) {
  Recording const recording;
  auto const ran = twinfeed("ais --file " + recording.path.string() + " --out count");
  EXPECT_EQ(ran.status, 0) << ran.out;
  EXPECT_NE(ran.out.find(": 3 decoded, 1 rejected, 1 without AIS"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("bad_checksum"), std::string::npos);
}

TEST(TwinfeedAis, PrintsOneObjectAMessage) {
  Recording const recording;
  for (auto const& input : {"ais --file " + recording.path.string(), "ais --stdin < " + recording.path.string()}) {
    auto const ran = twinfeed(input + " --out json --quiet");
    EXPECT_EQ(ran.status, 0);
    std::istringstream lines(ran.out);
    unsigned count = 0;
    for (std::string line; std::getline(lines, line); ++count)
      EXPECT_EQ(nlohmann::json::parse(line)["user_id"], 412'000'001 + count);
    EXPECT_EQ(count, 3U);
  }
}

TEST(TwinfeedAis, WrongUsageAndWhatCannotBeReadAreClear) {
  EXPECT_EQ(twinfeed("ais --help").status, 0);
  EXPECT_EQ(twinfeed("--version").status, 0);
  for (auto const* wrong : {"", "ais", "nonsense", "ais --file x --stdin", "ais --file x --out xml",
                            "ais --file x --speed -1", "ais --file x --time never", "ais --stdin --crs mars"})
    EXPECT_EQ(twinfeed(wrong).status, 2) << wrong;
  auto const missing = twinfeed("ais --file /no/such.nm4");
  EXPECT_EQ(missing.status, 1);
  EXPECT_EQ(missing.out, "twinfeed ais: /no/such.nm4: cannot be read: No such file or directory\n");
  EXPECT_EQ(twinfeed("ais --udp nowhere").status, 1);
  EXPECT_EQ(twinfeed("ais --file /tmp").status, 1);
}

TEST(TwinfeedAis, ATwinThatIsNotThereIsToldAndWaitedFor) {
  Recording const recording;
  std::string const nowhere = " --twin ipc://" + recording.path.string() + ".socket";
  auto const ran = twinfeed("ais --speed 0 --deliver 2 --file " + recording.path.string() + nowhere);
  EXPECT_EQ(ran.status, 1);
  EXPECT_NE(ran.out.find("no twin at ipc://"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("did not acknowledge everything"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("3 decoded"), std::string::npos) << ran.out;
}

TEST(TwinfeedAis, ASignalEndsItCleanlyWithItsSummary) {
  Recording const log; // its file takes the messages
  std::string const file = log.path.string();
  auto const ran =
      twinfeed("ais --udp 127.0.0.1:0 --out count 2> " + file + " & pid=$!; until grep -q listening " + file +
               "; do sleep 0.02; done; kill -TERM $pid; wait $pid; status=$?; cat " + file + "; exit $status");
  EXPECT_EQ(ran.status, 0) << ran.out;
  EXPECT_NE(ran.out.find("0 lines from udp://127.0.0.1:0"), std::string::npos) << ran.out;
}

TEST(TwinfeedAis, AMistypedWordIsNamedBeforeWhatIsMissing) {
  constexpr std::pair<char const*, char const*> kCases[] = {{"airs --file x", "'airs'"},
                                                            {"ais --fil x", "'--file' meant"}};
  for (auto const& [words, named] : kCases) {
    auto const ran = twinfeed(words);
    EXPECT_EQ(ran.status, 2) << words;
    EXPECT_NE(ran.out.find(named), std::string::npos) << ran.out;
    EXPECT_NE(ran.out.find("--help"), std::string::npos) << ran.out;
  }
  EXPECT_NE(twinfeed("ais").out.find("--udp"), std::string::npos);
}

} // namespace
} // namespace dalian::ais
