// 10 000 connectors come within seconds, say hello and send; all are answered, and when they go no file stays open.
// And one viewer of ten that stands still costs the others nothing.
#include "tests/flows/twin_programs.hpp"
#include "tests/support/wait.hpp"
#include "twin/app/mirror.hpp"
#include "twin/wire/endpoints.hpp"

#include <chrono>
#include <fmt/format.h>
#include <fstream>
#include <gtest/gtest.h>
#include <memory>
#include <sys/resource.h>
#include <thread>

namespace dalian::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Steady = std::chrono::steady_clock;
using test::wait_until;

std::size_t open_files(pid_t pid) {
  std::size_t count = 0;
  for ([[maybe_unused]] auto const& entry : std::filesystem::directory_iterator("/proc/" + std::to_string(pid) + "/fd"))
    ++count;
  return count;
}

/// Resident memory, MB.
double memory_mb(pid_t pid) {
  std::ifstream status("/proc/" + std::to_string(pid) + "/status");
  for (std::string word; status >> word;)
    if (word == "VmRSS:") {
      double kb = 0;
      status >> kb;
      return kb / 1000;
    }
  return 0;
}

/// As many connections as the system lets this process and twind have, at most 10 000: each is a file in both.
unsigned as_many_as_allowed() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
  auto const room = limit.rlim_max == RLIM_INFINITY ? rlim_t{1} << 20 : limit.rlim_max;
  return static_cast<unsigned>(std::min<rlim_t>(10'000, room > 400 ? room - 300 : 100));
}

wire::Observation observation(std::string entity, std::uint64_t k) {
  wire::Observation o;
  o.set_entity(std::move(entity));
  o.set_kind(wire::ROAD_VEHICLE);
  o.set_t_obs(static_cast<std::uint64_t>(to_unix_ns(SystemClock().now())));
  o.set_t_rx(o.t_obs());
  o.mutable_fix()->set_lon_deg(121.5 + 1e-5 * static_cast<double>(k % 100'000));
  o.mutable_fix()->set_lat_deg(38.9);
  o.mutable_fix()->set_sigma_m(3);
  return o;
}

std::string hello(std::string const& source) {
  wire::ToTwin message;
  message.mutable_hello()->set_source(source);
  message.mutable_hello()->set_epoch(1);
  message.mutable_hello()->set_schema(wire::kSchema);
  return message.SerializeAsString();
}

std::string batch(std::string const& source, std::uint64_t first, std::uint64_t n, std::uint64_t entities) {
  wire::ToTwin message;
  message.mutable_batch()->set_source(source);
  message.mutable_batch()->set_epoch(1);
  message.mutable_batch()->set_first_seq(first);
  message.mutable_batch()->set_t_sent(static_cast<std::uint64_t>(to_unix_ns(SystemClock().now())));
  for (std::uint64_t k = first; k < first + n; ++k)
    *message.mutable_batch()->add_observations() = observation(source + ":" + std::to_string(k % entities), k);
  return message.SerializeAsString();
}

/// Many connectors behind one ROUTER socket: to the twin each connection is a connector of its own, and here it costs
/// one file instead of two.
class Crowd {
 public:
  Crowd(std::string const& endpoint, unsigned size) : size_(size), socket_(context_, zmq::socket_type::router) {
    socket_.set(zmq::sockopt::linger, 0);
    socket_.set(zmq::sockopt::router_mandatory, 1);
    for (unsigned i = 0; i < size; ++i) {
      socket_.set(zmq::sockopt::connect_routing_id, name(i));
      socket_.connect(endpoint);
      send(i, hello(name(i)));
    }
  }
  void send_batches() {
    for (unsigned i = 0; i < size_; ++i)
      send(i, batch(name(i), 1, 1, 1));
  }
  /// Waits until every connector has a grant for `queued` observations.
  bool all_granted(std::uint64_t queued) {
    std::vector<bool> granted(size_);
    unsigned count = 0;
    zmq::message_t id, frame;
    socket_.set(zmq::sockopt::rcvtimeo, 60'000);
    while (count < size_ && socket_.recv(id) && socket_.recv(frame)) {
      wire::Grant grant;
      auto const i = static_cast<unsigned>(std::stoul(id.to_string().substr(1)));
      bool const good = grant.ParseFromArray(frame.data(), static_cast<int>(frame.size())) && grant.refused().empty() &&
                        grant.queued_seq() >= queued;
      if (!good || granted[i]) continue;
      granted[i] = true;
      ++count;
    }
    return count == size_;
  }

 private:
  static std::string name(unsigned i) { return "c" + std::to_string(i); }
  void send(unsigned i, std::string const& bytes) {
    socket_.send(zmq::buffer(name(i)), zmq::send_flags::sndmore);
    socket_.send(zmq::buffer(bytes), zmq::send_flags::none);
  }
  unsigned size_;
  zmq::context_t context_{1};
  zmq::socket_t socket_;
};

/// What `twinctl status` shows of so many feeds, and of one of them.
void expect_status_in_one_frame(std::string const& requests, unsigned feeds) {
  auto const json = [&](std::vector<std::string> const& more) {
    std::vector<std::string> line{program("twinctl"), "status", "--json", "--connect", requests, "--timeout", "60"};
    line.insert(line.end(), more.begin(), more.end());
    auto const done = run(line, seconds(90));
    EXPECT_EQ(done.status, 0) << done.err;
    return std::pair(done.out.size(), nlohmann::json::parse(done.out));
  };
  auto const begun = Steady::now();
  auto const [bytes, all] = json({});
  auto const took = to_seconds(Steady::now() - begun);
  EXPECT_LT(bytes, std::size_t{1} << 20);
  EXPECT_EQ(all["feeds_total"]["feeds"], feeds);
  EXPECT_EQ(all["feeds_total"]["accepted"], feeds);
  EXPECT_EQ(all["feeds"].size() + all["feeds_left_out"].get<std::size_t>(), feeds);
  auto const name = "c" + std::to_string(feeds - 1);
  EXPECT_EQ(json({"--feed", name}).second["feeds"][0]["source"], name);
  fmt::print("status of {} feeds: {} told one by one, {} kB, {:.2f} s\n", feeds, all["feeds"].size(), bytes / 1000,
             took);
}

TEST(ManyConnectors, TenThousandComeAndGoAndNoFileStaysOpen) {
  TwinPrograms const programs;
  auto const any = std::string("tcp://127.0.0.1:*");
  Process const twind({program("twind"), "--bind", any, "--publish", any, "--requests", any, "--json"});
  ASSERT_TRUE(wait_until([&] { return twind.out().find("\"ready\"") != std::string::npos; }));
  auto const ready = nlohmann::json::parse(twind.out().substr(0, twind.out().find('\n')));
  auto const files_before = open_files(twind.pid());
  auto const memory_before = memory_mb(twind.pid());
  auto const n = as_many_as_allowed();
  auto const begun = Steady::now();
  double greeted_s = 0, sent_s = 0, memory_with = 0;
  {
    Crowd crowd(ready["ingest"][0], n);
    ASSERT_TRUE(crowd.all_granted(0));
    greeted_s = to_seconds(Steady::now() - begun);
    EXPECT_GE(open_files(twind.pid()), files_before + n);
    crowd.send_batches();
    ASSERT_TRUE(crowd.all_granted(1));
    sent_s = to_seconds(Steady::now() - begun);
    memory_with = memory_mb(twind.pid());
    expect_status_in_one_frame(ready["requests"], n);
  }
  EXPECT_TRUE(wait_until([&] { return open_files(twind.pid()) <= files_before + 2; }))
      << open_files(twind.pid()) << " files open, " << files_before << " before";
  fmt::print("{} connectors: connected, greeted and granted in {:.2f} s; each sent and was acknowledged by {:.2f} s; "
             "twind {:.0f} MB before, {:.0f} MB with them; open files {} before, {} after\n",
             n, greeted_s, sent_s, memory_before, memory_with, files_before, open_files(twind.pid()));
}

TEST(ManyViewers, OneThatStandsStillAmongTenCostsTheOthersNothing) {
  TwinPrograms const programs;
  auto const twind = programs.start_twind();
  zmq::context_t context(1);
  wire::Request request;
  request.mutable_snapshot();
  auto const frames = app::ask_twin(context, programs.requests(), request, seconds(60));
  ASSERT_TRUE(frames);
  wire::Reply reply;
  ASSERT_TRUE(reply.ParseFromString(frames->front()));
  zmq::socket_t stalled(context, zmq::socket_type::sub);
  stalled.set(zmq::sockopt::linger, 0);
  stalled.set(zmq::sockopt::rcvhwm, 1);
  stalled.set(zmq::sockopt::rcvbuf, 4096);
  stalled.set(zmq::sockopt::subscribe, "");
  stalled.connect(reply.snapshot().publish_endpoint()); // and never reads
  std::vector<std::unique_ptr<app::Mirror>> mirrors;
  for (int i = 0; i < 9; ++i)
    mirrors.push_back(std::make_unique<app::Mirror>(context, programs.requests()));
  ASSERT_TRUE(wait_until(
      [&] { return std::all_of(mirrors.begin(), mirrors.end(), [](auto const& m) { return m->complete(); }); }));
  auto const gaps = [&] {
    std::uint64_t sum = 0;
    for (auto const& m : mirrors)
      sum += m->gaps();
    return sum;
  };
  zmq::socket_t feed(context, zmq::socket_type::dealer);
  feed.set(zmq::sockopt::linger, 0);
  feed.connect(programs.ingest());
  feed.send(zmq::buffer(hello("cars")), zmq::send_flags::none);
  std::uint64_t sent = 0;
  auto const send_for = [&](seconds length) {
    auto next = Steady::now();
    for (auto const end = next + length; next < end; next += milliseconds(20), sent += 100) {
      std::this_thread::sleep_until(next);
      feed.send(zmq::buffer(batch("cars", sent + 1, 100, 2000)), zmq::send_flags::none);
    }
  };
  send_for(seconds(3)); // all 2000 are there, buffers are full
  auto const gaps_before = gaps();
  auto const memory_before = memory_mb(twind->pid());
  send_for(seconds(8));
  auto const memory_after = memory_mb(twind->pid());
  fmt::print("{} observations, nine mirrors and one that stands still: {} gaps; twind {:.1f} MB, {:.1f} MB after 8 s\n",
             sent, gaps() - gaps_before, memory_before, memory_after);
  EXPECT_EQ(gaps() - gaps_before, 0U);
  EXPECT_LT(memory_after, memory_before + 16);
  auto const version = programs.status()["version"].get<std::uint64_t>();
  for (auto const& m : mirrors)
    EXPECT_TRUE(wait_until([&] { return m->latest()->version >= version; }));
}

} // namespace
} // namespace dalian::test
