#include "twin/app/zap_handler.hpp"

#include "tests/support/process.hpp"
#include "twin/app/endpoint.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dalian::app {
namespace {

using security::Role;
using std::chrono::milliseconds;
using testing::ElementsAre;

class ZapTest : public testing::Test {
 protected:
  ZapTest() {
    EXPECT_TRUE(make_server_key(keys_));
    viewer_ = add("wang", Role::viewer);
    feed_ = add("feed", Role::connector, "ais");
    authority_ = security::Authority::open(keys_).value();
  }
  security::KeyFile add(std::string const& name, Role role, std::string const& source = "") const {
    auto const file = make_client_key(keys_, {name, "", role, source, Instant{}, std::nullopt});
    return security::read_client_key(*file, {}).value();
  }
  static std::vector<std::string> request(std::string const& key, std::string domain) {
    return {"1.0", "7", std::move(domain), "127.0.0.1", "", "CURVE", *security::z85_decode(key)};
  }

  test::TempFolder folder_;
  security::KeyFolder keys_{folder_.path() / "keys"};
  security::KeyFile viewer_, feed_;
  std::unique_ptr<security::Authority> authority_;
};

TEST_F(ZapTest, AConnectionStandsWhenItsKeyHasTheRight) {
  auto const key = viewer_.keys.public_key;
  EXPECT_THAT(judge(request(key, "view"), *authority_).frames, ElementsAre("1.0", "7", "200", "OK", key, ""));
  EXPECT_EQ(judge(request(key, "ingest"), *authority_).reject, "wrong_role");
  EXPECT_EQ(judge(request(feed_.keys.public_key, "ingest"), *authority_).reject, "");
  EXPECT_EQ(judge(request(feed_.keys.public_key, "view"), *authority_).reject, "wrong_role");
  EXPECT_EQ(judge(request(key, "kitchen"), *authority_).reject, "unknown_domain");
  EXPECT_EQ(judge(request(security::make_key_pair().public_key, "view"), *authority_).reject, "unknown_key");
  ASSERT_TRUE(revoke_key(keys_, "wang", Instant{}));
  authority_->reload();
  auto const revoked = judge(request(key, "view"), *authority_);
  EXPECT_THAT(revoked.frames, ElementsAre("1.0", "7", "400", "revoked_key", "", ""));
}

TEST_F(ZapTest, NothingButAWholeCurveRequestIsLetIn) {
  auto const good = request(viewer_.keys.public_key, "view");
  ASSERT_EQ(judge(good, *authority_).reject, "");
  auto const refuses = [&](auto change) {
    auto bad = good;
    change(bad);
    auto const answer = judge(bad, *authority_);
    return answer.reject == "malformed" && (answer.frames.empty() || answer.frames[2] == "400");
  };
  EXPECT_TRUE(refuses([](auto& f) { f[0] = "2.0"; }));
  EXPECT_TRUE(refuses([](auto& f) { f[5] = "NULL"; }));
  EXPECT_TRUE(refuses([](auto& f) { f[5] = "PLAIN"; }));
  EXPECT_TRUE(refuses([](auto& f) { f[6].pop_back(); }));
  EXPECT_TRUE(refuses([](auto& f) { f.pop_back(); }));
  EXPECT_TRUE(refuses([](auto& f) { f.push_back("more"); }));
  EXPECT_TRUE(refuses([](auto& f) { f.clear(); }));
  EXPECT_TRUE(judge({"1.0"}, *authority_).frames.empty()); // no id to answer to
}

TEST_F(ZapTest, TheHandlerOutlivesMalformedQuestions) {
  zmq::context_t context(1);
  auto const handler = ZapHandler::start(context, *authority_, {}).value();
  zmq::socket_t asker(context, zmq::socket_type::dealer);
  asker.set(zmq::sockopt::rcvtimeo, 5000);
  asker.connect("inproc://zeromq.zap.01");
  auto const send = [&](std::vector<std::string> const& frames) {
    for (std::size_t i = 0; i < frames.size(); ++i)
      asker.send(zmq::buffer(frames[i]), i + 1 < frames.size() ? zmq::send_flags::sndmore : zmq::send_flags::none);
  };
  send({"no empty frame"});
  send({"", "1.0"});
  send(std::vector<std::string>(100, "x"));
  send({"", "1.0", "8", "view", "", "", "CURVE", "short"});
  zmq::message_t part;
  std::vector<std::string> answer;
  do {
    ASSERT_TRUE(asker.recv(part));
    answer.push_back(part.to_string());
  } while (part.more());
  EXPECT_THAT(answer, ElementsAre("", "1.0", "8", "400", "malformed", "", ""));
  EXPECT_EQ(handler->refused().get("malformed"), 4U);
}

TEST_F(ZapTest, TwoInOneContextAreRefused) {
  zmq::context_t context(1);
  auto const first = ZapHandler::start(context, *authority_, {}).value();
  EXPECT_FALSE(ZapHandler::start(context, *authority_, {}));
}

/// libzmq's own default would let everybody in whose CURVE is sound (its issue 2594).
TEST_F(ZapTest, WithoutAHandlerNobodyComesIn) {
  zmq::context_t context(1);
  zmq::socket_t door(context, zmq::socket_type::router), client(context, zmq::socket_type::dealer);
  auto const bound = bind_guarded(door, "tcp://127.0.0.1:*", {"--bind", "view", &authority_->server()});
  ASSERT_TRUE(bound) << bound.error();
  client.set(zmq::sockopt::linger, 0);
  use_key(client, *bound, viewer_);
  client.connect(*bound);
  client.send(zmq::buffer(std::string("hello")), zmq::send_flags::none);
  door.set(zmq::sockopt::rcvtimeo, 300);
  zmq::message_t part;
  EXPECT_FALSE(door.recv(part));
  auto const handler = ZapHandler::start(context, *authority_, {}).value();
  door.set(zmq::sockopt::rcvtimeo, 10'000);
  EXPECT_TRUE(door.recv(part)); // the client tries again, and now somebody vouches for it
}

} // namespace
} // namespace dalian::app
