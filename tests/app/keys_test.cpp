// A twin with keys, real sockets on loopback: who gets in, for what, and what is counted.
#include "connectors/common/publisher.hpp"
#include "tests/support/process.hpp"
#include "tests/support/wait.hpp"
#include "twin/app/endpoint.hpp"
#include "twin/app/mirror.hpp"
#include "twin/app/service.hpp"
#include "twin/app/twin.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sys/stat.h>
#include <thread>

namespace dalian::app {
namespace {

using security::KeyFile;
using security::Role;
using std::chrono::milliseconds;
using std::chrono::seconds;
using test::wait_until;
using testing::HasSubstr;

constexpr std::uint64_t kNow = 1'790'000'000'000'000'000;

wire::ToTwin batch(std::string const& source, std::uint64_t first, int n = 10) {
  wire::ToTwin message;
  auto& b = *message.mutable_batch();
  b.set_source(source);
  b.set_epoch(5);
  b.set_first_seq(first);
  b.set_t_sent(kNow + first);
  for (int k = 0; k < n; ++k) {
    auto& o = *b.add_observations();
    o.set_entity("car:" + std::to_string(k));
    o.set_kind(wire::ROAD_VEHICLE);
    o.set_t_obs(kNow + (first + static_cast<std::uint64_t>(k)) * 1'000'000);
    o.set_t_rx(o.t_obs());
    o.mutable_fix()->set_lon_deg(121.9);
    o.mutable_fix()->set_lat_deg(38.9);
    o.mutable_fix()->set_sigma_m(3);
  }
  return message;
}

wire::ToTwin hello(std::string const& source) {
  wire::ToTwin message;
  message.mutable_hello()->set_source(source);
  message.mutable_hello()->set_epoch(5);
  message.mutable_hello()->set_schema(wire::kSchema);
  return message;
}

/// A connector by hand, so that it can misbehave.
class RawClient {
 public:
  RawClient(zmq::context_t& context, std::string const& endpoint, KeyFile const* key)
      : socket_(context, zmq::socket_type::dealer) {
    socket_.set(zmq::sockopt::linger, 0);
    if (key) use_key(socket_, endpoint, *key);
    socket_.connect(endpoint);
  }
  void send(wire::ToTwin const& message) { send(message.SerializeAsString()); }
  void send(std::string const& bytes) { socket_.send(zmq::buffer(bytes), zmq::send_flags::none); }
  /// The next grant, or nothing within the limit.
  std::optional<wire::Grant> grant(milliseconds limit = seconds(60)) {
    socket_.set(zmq::sockopt::rcvtimeo, static_cast<int>(limit.count()));
    zmq::message_t part;
    wire::Grant grant;
    if (!socket_.recv(part) || !grant.ParseFromArray(part.data(), static_cast<int>(part.size()))) return std::nullopt;
    return grant;
  }

 private:
  zmq::socket_t socket_;
};

class KeysTest : public testing::Test {
 protected:
  KeysTest() {
    EXPECT_TRUE(make_server_key(keys_));
    feed_ = add("feed", Role::connector, "ais");
    viewer_ = add("wang", Role::viewer);
  }
  KeyFile add(std::string const& name, Role role, std::string const& source = "") const {
    auto const file = make_client_key(keys_, {name, "", role, source, Instant{}, std::nullopt});
    return security::read_client_key(*file, {}).value();
  }
  TwinConfig config() const {
    TwinConfig c;
    c.ingest = {"tcp://127.0.0.1:*", "ipc://" + (folder_.path() / "ingest").string()};
    c.publish = c.requests = "tcp://127.0.0.1:*";
    c.history = folder_.path() / "history";
    c.keys = keys_.path;
    c.feed_clock = true;
    return c;
  }
  void start() {
    auto twin = Twin::start(twin_context_, config());
    if (!twin) throw std::runtime_error(twin.error());
    twin_ = std::move(twin).value();
  }
  std::string ingest() const { return twin_->ingest_endpoints()[0]; }
  nlohmann::json status(KeyFile const& key) {
    wire::Request request;
    request.mutable_status();
    auto const frames = ask_twin(context_, twin_->request_endpoint(), request, seconds(60), &key);
    wire::Reply reply;
    if (!frames || !reply.ParseFromString(frames->front()) || !reply.has_status())
      throw std::runtime_error("no status: " + (frames ? reply.error() : frames.error()));
    return nlohmann::json::parse(reply.status().json());
  }
  nlohmann::json status() { return status(viewer_); }
  std::uint64_t refused_connections(std::string const& reason) {
    return status()["security"]["refused_connections"].value(reason, std::uint64_t{0});
  }
  std::uint64_t rejects(std::string const& reason) {
    return status()["frames"]["rejects"].value(reason, std::uint64_t{0});
  }
  std::unique_ptr<connectors::Publisher> publisher(std::filesystem::path const& key, std::string source = "ais") const {
    connectors::PublisherConfig c;
    c.endpoint = ingest();
    c.source = std::move(source);
    c.key = key;
    c.lose_nothing = true;
    return connectors::Publisher::open(std::move(c)).value();
  }
  static void publish(connectors::Publisher& publisher, std::uint64_t first, int n) {
    auto const message = batch("", first, n);
    for (auto const& o : message.batch().observations())
      publisher.publish(o);
  }

  test::TempFolder folder_;
  security::KeyFolder keys_{folder_.path() / "keys"};
  KeyFile feed_, viewer_;
  zmq::context_t twin_context_{1}, context_{1};
  std::unique_ptr<Twin> twin_;
};

TEST_F(KeysTest, TheRightKeysFeedAndWatch) {
  start();
  auto const feed = publisher(keys_.client_key("feed"));
  publish(*feed, 1, 100);
  ASSERT_TRUE(feed->flush(seconds(20)));
  EXPECT_EQ(status()["feeds"][0]["observations"]["accepted"], 100);
  Mirror const mirror(context_, twin_->request_endpoint(), {}, viewer_);
  EXPECT_TRUE(wait_until([&] { return mirror.complete() && mirror.latest()->version == twin_->latest()->version; }));
  ServiceConfig c;
  c.connect = {twin_->request_endpoint()};
  c.keys = {keys_.client_key("wang")};
  c.server_key = keys_.server_public_key();
  auto const service = Service::start(c).value();
  EXPECT_TRUE(wait_until([&] { return service->view()->movers().size() == 100; }));
}

TEST_F(KeysTest, ALocalIpcAddressNeedsNoKey) {
  start();
  RawClient local(context_, twin_->ingest_endpoints()[1], nullptr);
  local.send(hello("any-source"));
  ASSERT_TRUE(local.grant());
  local.send(batch("any-source", 1));
  EXPECT_EQ(local.grant()->queued_seq(), 10U);
}

TEST_F(KeysTest, WithoutAKeyNobodyComesInOverTcpNotEvenFromThisMachine) {
  start();
  RawClient none(context_, ingest(), nullptr);
  none.send(hello("ais"));
  EXPECT_FALSE(none.grant(milliseconds(500)));
  wire::Request request;
  request.mutable_status();
  EXPECT_FALSE(ask_twin(context_, twin_->request_endpoint(), request, milliseconds(500)));
  EXPECT_EQ(status()["frames"]["received"], 0);
}

TEST_F(KeysTest, AKeyThatIsNotListedIsRefusedThoughItsCurveIsSound) {
  start();
  KeyFile const stranger{"stranger", security::make_key_pair(), feed_.server_key};
  RawClient client(context_, ingest(), &stranger);
  client.send(hello("ais"));
  EXPECT_FALSE(client.grant(milliseconds(500)));
  EXPECT_TRUE(wait_until([&] { return refused_connections("unknown_key") > 0; }));
  EXPECT_EQ(status()["frames"]["received"], 0);
}

TEST_F(KeysTest, AClientThatTakesAnotherForTheTwinDoesNotSpeakToIt) {
  start();
  auto wrong = feed_;
  wrong.server_key = security::make_key_pair().public_key;
  RawClient client(context_, ingest(), &wrong);
  client.send(hello("ais"));
  EXPECT_FALSE(client.grant(milliseconds(500)));
  EXPECT_EQ(status()["frames"]["received"], 0);
}

TEST_F(KeysTest, AKeyFeedsItsOwnSourceOnly) {
  start();
  auto const other = publisher(keys_.client_key("feed"), "radar");
  publish(*other, 1, 1);
  EXPECT_FALSE(other->flush(seconds(5)));
  EXPECT_THAT(other->trouble(), HasSubstr("the key 'feed' is for --source ais only"));
  EXPECT_EQ(rejects("wrong_key_source"), 1U);

  RawClient client(context_, ingest(), &feed_);
  client.send(hello("ais"));
  ASSERT_EQ(client.grant()->refused(), "");
  client.send(batch("radar", 1)); // says one name, then another
  EXPECT_THAT(client.grant()->refused(), HasSubstr("for --source ais only"));
  wire::ToTwin report;
  report.mutable_report()->set_source("radar");
  report.mutable_report()->set_epoch(5);
  report.mutable_report()->set_t_sent(kNow);
  client.send(report);
  EXPECT_THAT(client.grant()->refused(), HasSubstr("for --source ais only"));
  EXPECT_EQ(rejects("wrong_key_source"), 3U);
  auto const s = status();
  ASSERT_EQ(s["feeds"].size(), 1U);
  EXPECT_EQ(s["feeds"][0]["observations"]["received"], 0);
}

TEST_F(KeysTest, AViewersKeyFeedsNothingAndAConnectorsKeyAsksNothing) {
  start();
  RawClient client(context_, ingest(), &viewer_);
  client.send(hello("ais"));
  client.send(batch("ais", 1));
  EXPECT_FALSE(client.grant(milliseconds(500)));
  ASSERT_TRUE(wait_until([&] { return refused_connections("wrong_role") > 0; }));
  auto const before = refused_connections("wrong_role");
  wire::Request request;
  request.mutable_status();
  EXPECT_TRUE(wait_until([&] {
    EXPECT_FALSE(ask_twin(context_, twin_->request_endpoint(), request, milliseconds(500), &feed_));
    return refused_connections("wrong_role") > before;
  }));
  EXPECT_EQ(status()["frames"]["received"], 0);
}

TEST_F(KeysTest, ARevokedConnectorIsRefusedFromItsNextMessageOn) {
  start();
  RawClient client(context_, ingest(), &feed_);
  client.send(hello("ais"));
  ASSERT_TRUE(client.grant());
  client.send(batch("ais", 1));
  ASSERT_EQ(client.grant()->queued_seq(), 10U);
  ASSERT_TRUE(revoke_key(keys_, "feed", Instant{}));
  twin_->reload_keys();
  // What is sent before the handler's thread has read the list is still taken; then nothing any more.
  std::uint64_t taken = 10;
  std::optional<wire::Grant> grant;
  ASSERT_TRUE(wait_until([&] {
    client.send(batch("ais", taken + 1));
    grant = client.grant();
    if (grant && grant->refused().empty()) taken = grant->queued_seq();
    return grant && !grant->refused().empty();
  }));
  EXPECT_THAT(grant->refused(), HasSubstr("no longer in the twin's list"));
  client.send(batch("ais", taken + 1));
  EXPECT_FALSE(client.grant()->refused().empty());
  EXPECT_EQ(rejects("revoked_key"), 2U);
  EXPECT_EQ(status()["feeds"][0]["observations"]["accepted"], taken);
  RawClient again(context_, ingest(), &feed_);
  again.send(hello("ais"));
  EXPECT_FALSE(again.grant(milliseconds(500)));
  EXPECT_TRUE(wait_until([&] { return refused_connections("revoked_key") > 0; }));
}

TEST_F(KeysTest, ARevokedViewerIsCutOffAndTheOthersHeal) {
  auto const li = add("li", Role::operator_);
  start();
  Mirror const wang(context_, twin_->request_endpoint(), {}, viewer_),
      other(context_, twin_->request_endpoint(), {}, li);
  RawClient client(context_, twin_->ingest_endpoints()[1], nullptr);
  client.send(hello("local"));
  ASSERT_TRUE(client.grant());
  std::uint64_t seq = 1;
  auto const change = [&] {
    client.send(batch("local", seq));
    seq += 10;
    client.grant();
    status(li); // publishes
  };
  auto const follows = [&](Mirror const& m) { return m.complete() && m.latest()->version == twin_->latest()->version; };
  change();
  ASSERT_TRUE(wait_until([&] { return follows(wang) && follows(other); }));

  ASSERT_TRUE(revoke_key(keys_, "wang", Instant{})); // found within ZapHandler::kLookEvery
  // Until the handler has looked, both still follow: change until only one of them does.
  ASSERT_TRUE(wait_until([&] {
    change();
    return wait_until([&] { return follows(other); }, seconds(5)) && !follows(wang);
  }));
  auto const last = wang.latest()->version;
  for (int i = 0; i < 20; ++i)
    change();
  ASSERT_TRUE(wait_until([&] { return follows(other); }));
  EXPECT_EQ(wang.latest()->version, last);
  EXPECT_TRUE(wait_until([&] { return !wang.trouble().empty(); }));
  EXPECT_THAT(wang.trouble(), HasSubstr("does not let this key in"));
  wire::Request request;
  request.mutable_status();
  EXPECT_FALSE(ask_twin(context_, twin_->request_endpoint(), request, milliseconds(500), &viewer_));
}

TEST_F(KeysTest, AReplayedBatchCountsOnce) {
  start();
  auto const bytes = batch("ais", 1).SerializeAsString();
  for (int connection = 0; connection < 2; ++connection) {
    RawClient client(context_, ingest(), &feed_);
    client.send(hello("ais"));
    ASSERT_TRUE(client.grant());
    for (int copy = 0; copy < 2; ++copy) {
      client.send(bytes);
      EXPECT_EQ(client.grant()->queued_seq(), 10U);
    }
  }
  auto const observations = status()["feeds"][0]["observations"];
  EXPECT_EQ(observations["accepted"], 10);
  EXPECT_EQ(observations["duplicates"], 30);
  EXPECT_EQ(status()["history"]["records"]["appended"], 1);
}

TEST_F(KeysTest, AnOversizeFrameIsCountedAndOneBeyondTheBoundCutsTheConnection) {
  start();
  RawClient client(context_, ingest(), &feed_);
  client.send(hello("ais"));
  ASSERT_TRUE(client.grant());
  client.send(std::string(400'000, 'x'));
  EXPECT_TRUE(wait_until([&] { return rejects("oversize") == 1; }));
  client.send(std::string(std::size_t{3} << 20, 'x'));
  EXPECT_TRUE(wait_until([&] { // what is queued when the connection is cut goes with it
    client.send(hello("ais"));
    return client.grant(milliseconds(500)).has_value();
  }));
  EXPECT_EQ(rejects("oversize"), 1U);
}

TEST_F(KeysTest, RequestsBeyondTheRateOfAKeyAreRefusedAndCounted) {
  start();
  zmq::socket_t socket(context_, zmq::socket_type::dealer);
  socket.set(zmq::sockopt::linger, 0);
  socket.set(zmq::sockopt::rcvtimeo, 5000);
  use_key(socket, twin_->request_endpoint(), viewer_);
  socket.connect(twin_->request_endpoint());
  wire::Request request;
  request.mutable_snapshot();
  int refused = 0, answered = 0;
  for (int i = 0; i < 300; ++i) {
    socket.send(zmq::buffer(request.SerializeAsString()), zmq::send_flags::none);
    zmq::message_t part;
    ASSERT_TRUE(socket.recv(part));
    wire::Reply reply;
    ASSERT_TRUE(reply.ParseFromArray(part.data(), static_cast<int>(part.size())));
    reply.error().empty() ? ++answered : ++refused;
  }
  EXPECT_GE(answered, 100);
  EXPECT_GE(refused, 1);
  auto const li = add("li", Role::viewer);
  twin_->reload_keys();
  ASSERT_TRUE(wait_until([&] {
    wire::Request ask;
    ask.mutable_status();
    return ask_twin(context_, twin_->request_endpoint(), ask, milliseconds(500), &li).ok();
  }));
  EXPECT_EQ(status(li)["security"]["refused_requests"]["over_rate"], refused);
}

TEST_F(KeysTest, KeysThatOthersCanReadKeepTheTwinFromStarting) {
  ::chmod(keys_.server_key().c_str(), 0644);
  auto const twin = Twin::start(twin_context_, config());
  ASSERT_FALSE(twin);
  EXPECT_THAT(twin.error(), HasSubstr("chmod 600"));
  connectors::PublisherConfig c;
  c.source = "ais";
  c.key = keys_.client_key("feed");
  ::chmod(c.key.c_str(), 0640);
  EXPECT_THAT(connectors::Publisher::open(c).error(), HasSubstr("--key " + c.key.string()));
  ServiceConfig s;
  s.connect = {"tcp://127.0.0.1:1"};
  s.keys = {c.key};
  EXPECT_THAT(Service::start(s).error(), HasSubstr("chmod 600"));
  s.connect.resize(3, "tcp://127.0.0.1:1");
  s.keys.resize(2, c.key);
  EXPECT_THAT(Service::start(s).error(), HasSubstr("2 keys for 3 twins"));
}

TEST(Reachable, AnAddressOfEveryInterfaceIsTakenAtTheHostThatAnswers) {
  EXPECT_EQ(reachable("tcp://0.0.0.0:7411", "tcp://10.1.2.3:7412"), "tcp://10.1.2.3:7411");
  EXPECT_EQ(reachable("tcp://[::]:7411", "tcp://twin.example:7412"), "tcp://twin.example:7411");
  EXPECT_EQ(reachable("tcp://10.9.9.9:7411", "tcp://10.1.2.3:7412"), "tcp://10.9.9.9:7411");
  EXPECT_EQ(reachable("ipc:///run/publish", "tcp://10.1.2.3:7412"), "ipc:///run/publish");
  EXPECT_EQ(reachable("tcp://0.0.0.0:7411", "ipc:///run/requests"), "tcp://0.0.0.0:7411");
}

} // namespace
} // namespace dalian::app
