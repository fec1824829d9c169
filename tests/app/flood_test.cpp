// One source sends as fast as it can and heeds no credit; another sends a thousand a second and must not notice. And a
// connector that keeps to its credit is slowed, not refused.
#include "connectors/common/publisher.hpp"
#include "tests/support/process.hpp"
#include "twin/app/mirror.hpp"
#include "twin/app/twin.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <thread>

namespace dalian::app {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Steady = std::chrono::steady_clock;

std::int64_t wall_ns() {
  return to_unix_ns(SystemClock().now());
}

wire::Observation observation(std::string const& entity) {
  wire::Observation o;
  o.set_entity(entity);
  o.set_kind(wire::ROAD_VEHICLE);
  o.set_t_obs(static_cast<std::uint64_t>(wall_ns()));
  o.set_t_rx(o.t_obs());
  o.mutable_fix()->set_lon_deg(121.9);
  o.mutable_fix()->set_lat_deg(38.9);
  o.mutable_fix()->set_sigma_m(3);
  return o;
}

/// A connector of our own that numbers its batches and reads grants only to be rid of them.
class RawFeed {
 public:
  RawFeed(zmq::context_t& context, std::string const& endpoint, std::string source)
      : source_(std::move(source)), socket_(context, zmq::socket_type::dealer) {
    socket_.set(zmq::sockopt::linger, 0);
    socket_.set(zmq::sockopt::sndtimeo, 20);
    socket_.connect(endpoint);
    wire::ToTwin hello;
    hello.mutable_hello()->set_source(source_);
    hello.mutable_hello()->set_epoch(1);
    hello.mutable_hello()->set_schema(wire::kSchema);
    socket_.send(zmq::buffer(hello.SerializeAsString()), zmq::send_flags::none);
  }
  void send(int n) {
    wire::ToTwin message;
    auto& batch = *message.mutable_batch();
    batch.set_source(source_);
    batch.set_epoch(1);
    batch.set_first_seq(sent + 1);
    batch.set_t_sent(static_cast<std::uint64_t>(wall_ns()));
    for (int k = 0; k < n; ++k)
      *batch.add_observations() = observation(source_ + ":" + std::to_string(k));
    if (socket_.send(zmq::buffer(message.SerializeAsString()), zmq::send_flags::none))
      sent += static_cast<std::uint64_t>(n);
    zmq::message_t grant;
    while (socket_.recv(grant, zmq::recv_flags::dontwait)) {
    }
  }
  std::uint64_t sent = 0;

 private:
  std::string source_;
  zmq::socket_t socket_;
};

/// How old what a viewer sees of one source is, at each picture that shows something new of it.
class Watcher {
 public:
  Watcher(zmq::context_t& context, std::string const& requests, std::string source)
      : prefix_(source + ":"), mirror_(context, requests, [this](auto snapshot) { look(*snapshot); }) {}
  double p99_ms() {
    std::lock_guard const lock(mutex_);
    if (ages_ms_.empty()) return 0;
    std::sort(ages_ms_.begin(), ages_ms_.end());
    return ages_ms_[ages_ms_.size() * 99 / 100];
  }
  std::size_t pictures() const {
    std::lock_guard const lock(mutex_);
    return ages_ms_.size();
  }

 private:
  void look(state::Snapshot const& snapshot) {
    auto const now = wall_ns();
    std::int64_t newest = 0;
    snapshot.for_each([&](state::TrackView t) {
      if (t.details().entity.rfind(prefix_, 0) == 0) newest = std::max(newest, to_unix_ns(t->t_rx));
    });
    std::lock_guard const lock(mutex_);
    if (newest <= seen_) return;
    seen_ = newest;
    ages_ms_.push_back(1e-6 * static_cast<double>(now - newest));
  }
  std::string prefix_;
  mutable std::mutex mutex_;
  std::vector<double> ages_ms_;
  std::int64_t seen_ = 0;
  Mirror mirror_;
};

class FloodTest : public testing::Test {
 protected:
  void start(SourceLimits limits) {
    TwinConfig c;
    c.ingest = {"tcp://127.0.0.1:*"};
    c.publish = c.requests = "tcp://127.0.0.1:*";
    c.history = folder_.path() / "history";
    c.limits = limits;
    auto twin = Twin::start(context_, std::move(c));
    if (!twin) throw std::runtime_error(twin.error());
    twin_ = std::move(twin).value();
  }
  nlohmann::json status() {
    wire::Request request;
    request.mutable_status();
    auto const frames = ask_twin(context_, twin_->request_endpoint(), request, seconds(60));
    wire::Reply reply;
    if (!frames || !reply.ParseFromString(frames->front())) throw std::runtime_error("no status");
    return nlohmann::json::parse(reply.status().json());
  }
  nlohmann::json feed(std::string const& source) {
    auto const s = status();
    for (auto const& f : s["feeds"])
      if (f["source"] == source) return f;
    return nullptr;
  }
  std::string ingest() const { return twin_->ingest_endpoints().front(); }
  /// A thousand a second for `length`; p99 of the age of what is seen.
  double quiet_p99_ms(std::string const& source, seconds length) {
    zmq::context_t context(1);
    Watcher watcher(context, twin_->request_endpoint(), source);
    RawFeed quiet(context, ingest(), source);
    auto next = Steady::now();
    for (auto const end = next + length; next < end; next += milliseconds(10)) {
      std::this_thread::sleep_until(next);
      quiet.send(10);
    }
    auto f = feed(source);
    for (int i = 0; i < 200 && (f.is_null() || f["observations"]["accepted"] != quiet.sent); ++i) {
      std::this_thread::sleep_for(milliseconds(300));
      f = feed(source);
    }
    EXPECT_EQ(f["observations"]["accepted"], quiet.sent);
    EXPECT_EQ(f["observations"]["missing"], 0);
    EXPECT_GT(watcher.pictures(), 20U);
    return watcher.p99_ms();
  }

  test::TempFolder folder_;
  zmq::context_t context_{1};
  std::unique_ptr<Twin> twin_;
};

TEST_F(FloodTest, OneFloodingSourceIsCutToItsRateAndAnotherDoesNotNotice) {
  constexpr double kRate = 20'000;
  start({kRate, 64 << 20});
  auto const before = quiet_p99_ms("quiet-before", seconds(3));
  std::atomic<bool> stop{false};
  std::uint64_t sent = 0;
  auto const begun = Steady::now();
  std::thread flooder([&] {
    zmq::context_t context(1);
    RawFeed flood(context, ingest(), "flood");
    while (!stop)
      flood.send(100);
    sent = flood.sent;
  });
  std::this_thread::sleep_for(milliseconds(500));
  auto const during = quiet_p99_ms("quiet-during", seconds(3));
  stop = true;
  flooder.join();
  auto const observations = feed("flood")["observations"];
  double const lasted = to_seconds(Steady::now() - begun); // what was on its way was read until now
  auto const accepted = observations["accepted"].get<double>();
  auto const refused = observations["rejects"].value("over_rate", 0);
  auto const unread = status()["frames"]["rejects"].value("over_rate", std::uint64_t{0});
  fmt::print("flood: {} sent in {:.1f} s, {:.0f} accepted, {} refused, {} batches of 100 unread; p99 of the other: "
             "{:.2f} ms before, {:.2f} ms during\n",
             sent, lasted, accepted, refused, unread, before, during);
  EXPECT_LE(accepted, kRate * (lasted + 1) + Feeds::kOverdraft);
  EXPECT_GT(refused, 0);
  EXPECT_GT(unread, 0U);
  EXPECT_LE(observations["received"].get<std::uint64_t>() + 100 * unread, sent);
  EXPECT_EQ(observations["received"].get<double>(),
            accepted + observations["duplicates"].get<double>() + observations["rejects"]["over_rate"].get<double>());
  // Two processes' worth of threads share what cores there are: a ratio that only starvation exceeds.
  EXPECT_LT(during, 20 * std::max(before, 25.0));
}

TEST_F(FloodTest, AConnectorThatKeepsToItsCreditIsSlowedAndLosesNothing) {
  constexpr double kRate = 10'000;
  start({kRate, 0});
  connectors::PublisherConfig c;
  c.endpoint = ingest();
  c.source = "recording";
  c.lose_nothing = true;
  auto const publisher = connectors::Publisher::open(std::move(c)).value();
  auto const begun = Steady::now();
  for (int k = 0; k < 40'000; ++k)
    publisher->publish(observation("car:" + std::to_string(k % 100)));
  ASSERT_TRUE(publisher->flush(seconds(60)));
  double const lasted = to_seconds(Steady::now() - begun);
  auto const observations = feed("recording")["observations"];
  fmt::print("40000 observations at a limit of {:.0f}/s in {:.2f} s; {}\n", kRate, lasted, observations.dump());
  EXPECT_EQ(observations["accepted"], 40'000);
  EXPECT_TRUE(observations["rejects"].empty());
  EXPECT_GE(lasted, (40'000 - kRate) / kRate - 0.1); // the burst, then the rate
}

wire::Request snapshot_request() {
  wire::Request request;
  request.mutable_snapshot();
  return request;
}

TEST_F(FloodTest, AViewerThatAsksWithoutPauseGetsEveryAnswer) {
  start({});
  zmq::socket_t viewer(context_, zmq::socket_type::dealer);
  viewer.set(zmq::sockopt::linger, 0);
  viewer.set(zmq::sockopt::rcvtimeo, 10'000);
  viewer.connect(twin_->request_endpoint());
  auto const request = snapshot_request().SerializeAsString();
  zmq::message_t reply;
  for (int k = 0; k < 5000; ++k) {
    viewer.send(zmq::buffer(request), zmq::send_flags::none);
    ASSERT_TRUE(viewer.recv(reply)) << "the answer to request " << k << " is lost";
  }
}

TEST_F(FloodTest, AViewerThatNeverReadsItsAnswersCostsThoseAlone) {
  start({});
  zmq::socket_t viewer(context_, zmq::socket_type::dealer);
  viewer.set(zmq::sockopt::linger, 0);
  viewer.set(zmq::sockopt::rcvhwm, 1);
  viewer.set(zmq::sockopt::rcvbuf, 4096);
  viewer.connect(twin_->request_endpoint());
  auto const request = snapshot_request().SerializeAsString();
  auto const unread = [&] { return status()["security"]["refused_requests"].value("reply_unread", 0); };
  for (int asked = 0; unread() == 0; asked += 5000) {
    ASSERT_LT(asked, 1'000'000);
    for (int k = 0; k < 5000; ++k)
      viewer.send(zmq::buffer(request), zmq::send_flags::none);
  }
  EXPECT_TRUE(ask_twin(context_, twin_->request_endpoint(), snapshot_request(), seconds(60)).ok());
}

} // namespace
} // namespace dalian::app
