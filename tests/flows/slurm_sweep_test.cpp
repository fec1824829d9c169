// twinctl whatif sweep on the nodes of a real Slurm: a controller and two nodes of this machine, in a temporary folder.
#include "tests/support/free_port.hpp"
#include "tests/support/process.hpp"
#include "tests/support/wait.hpp"

#include <cstdlib>
#include <fmt/format.h>
#include <fstream>
#include <gmock/gmock.h>
#include <memory>
#include <pwd.h>
#include <sstream>
#include <unistd.h>

namespace dalian {
namespace {

using testing::HasSubstr;
using namespace std::chrono_literals;

/// Nobody is asked who he is (auth/none): it listens on loopback, for the length of a test.
constexpr char kSlurm[] = R"(ClusterName=test
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={port}
SlurmctldPidFile={folder}/controller.pid
SlurmdPidFile={folder}/%n.pid
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool-%n
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/none
CredType=cred/none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
SwitchType=switch/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
ReturnToService=2
NodeName=n1 NodeHostname={host} NodeAddr=127.0.0.1 Port={port1} CPUs=1
NodeName=n2 NodeHostname={host} NodeAddr=127.0.0.1 Port={port2} CPUs=1
PartitionName=all Nodes=ALL Default=YES State=UP
)";

constexpr char kDesign[] = R"({"format": "dalian-design", "version": 1, "name": "uses", "kind": "random", "cases": 6,
 "seed": 1, "axes": [{"name": "uses", "layer": "parcel", "zone": "njip", "field": "use",
                      "values": ["parts", "office", "green"], "share": 0.05}]})";

class SlurmSweep : public testing::Test {
 protected:
  SlurmSweep() {
    std::filesystem::create_directory(folder_.path() / "state");
    write("slurm.conf", configuration());
    write("design.json", kDesign);
    ::setenv("SLURM_CONF", at("slurm.conf").c_str(), 1);
    for (auto const& daemon : {std::vector<std::string>{"/usr/sbin/slurmctld", "-D"},
                               {"/usr/sbin/slurmd", "-D", "-N", "n1"},
                               {"/usr/sbin/slurmd", "-D", "-N", "n2"}})
      daemons_.push_back(std::make_unique<test::Process>(daemon));
  }
  std::string configuration() const {
    std::array<char, 256> host{};
    ::gethostname(host.data(), host.size() - 1);
    std::string const name = host.data();
    return fmt::format(kSlurm, fmt::arg("host", name.substr(0, name.find('.'))),
                       fmt::arg("user", ::getpwuid(::geteuid())->pw_name), fmt::arg("folder", folder_.path().string()),
                       fmt::arg("port", test::free_port()), fmt::arg("port1", test::free_port()),
                       fmt::arg("port2", test::free_port()));
  }
  void write(std::string const& name, std::string const& text) const { std::ofstream(at(name)) << text; }
  std::string at(std::string const& name) const { return (folder_.path() / name).string(); }
  std::string bytes(std::string const& name) const {
    std::ostringstream text;
    text << std::ifstream(at(name)).rdbuf();
    return text.str();
  }

  /// What the daemons have to say where they are not ready.
  std::string not_ready() const {
    std::string told;
    if (!test::wait_until([] { return test::run({"sinfo", "-h", "-o", "%T %D"}).out == "idle 2\n"; }, 60s))
      for (auto const& daemon : daemons_)
        told += daemon->err();
    return told;
  }
  test::Finished sweep(std::string const& out, std::vector<std::string> const& more = {}) const {
    auto const assets = std::filesystem::path(std::getenv("DALIAN_SOURCE")) / "assets";
    std::vector<std::string> all{test::program("twinctl"),
                                 "whatif",
                                 "sweep",
                                 at("design.json"),
                                 "--out",
                                 at(out),
                                 "--zone",
                                 "njip",
                                 "--without-traffic",
                                 "--layout",
                                 (assets / "city").string()};
    for (auto const* const table : {"programme", "energy", "mains", "hazard", "port", "sun", "traffic"})
      all.insert(all.end(), {fmt::format("--{}", table), (assets / "config" / fmt::format("{}.toml", table)).string()});
    all.insert(all.end(), more.begin(), more.end());
    return test::run(all, 240s);
  }
  test::Finished sweep_on(std::string const& nodes, std::string const& out) const {
    return sweep(out, {"--hosts", nodes, "--launcher", "srun -Q -N1 -n1 -w", "--program", test::program("twinctl")});
  }

  test::TempFolder folder_;
  std::vector<std::unique_ptr<test::Process>> daemons_;
};

TEST_F(SlurmSweep, GivesTheBytesOfOneMachineAlsoWhenANodeIsMissing) {
  ASSERT_EQ(not_ready(), "");
  auto const here = sweep("here.jsonl");
  ASSERT_EQ(here.status, 0) << here.err;
  ASSERT_THAT(bytes("here.jsonl"), HasSubstr("\"case\":6"));
  auto const there = sweep_on("n1,n2", "there.jsonl");
  EXPECT_EQ(there.status, 0) << there.err;
  EXPECT_EQ(bytes("there.jsonl"), bytes("here.jsonl"));
  auto const half = sweep_on("n1,n9", "half.jsonl");
  EXPECT_EQ(half.status, 0) << half.err;
  EXPECT_THAT(half.err, HasSubstr("n9: ended with status 1"));
  EXPECT_EQ(bytes("half.jsonl"), bytes("here.jsonl"));
}

} // namespace
} // namespace dalian
