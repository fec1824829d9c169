#include "twin/app/doorman.hpp"

#include "tests/support/temp_folder.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

namespace dalian::app {
namespace {

TEST(Doorman, KnowsTheUserBehindAnIpcAddress) {
  EXPECT_EQ(ipc_user("localhost:1000:100:4711"), 1000U);
  EXPECT_EQ(ipc_user("localhost:0:0:1"), 0U);
  for (auto const* other : {"", "127.0.0.1", "::1", "fe80::1000:100:4711", "localhost:", "localhost:x:1:2",
                            "localhost:99999999999:1:2", "localhost:17"})
    EXPECT_FALSE(ipc_user(other)) << other;
}

TEST(Doorman, NamesWhoSentAMessageByWhatTheSystemSays) {
  test::TempFolder const folder;
  zmq::context_t context(1);
  Doorman const doorman(nullptr);
  auto const name = [&](std::string const& endpoint) {
    zmq::socket_t router(context, zmq::socket_type::router), dealer(context, zmq::socket_type::dealer);
    router.bind(endpoint);
    dealer.connect(router.get(zmq::sockopt::last_endpoint));
    dealer.send(zmq::str_buffer("hello"), zmq::send_flags::none);
    zmq::message_t id, frame;
    EXPECT_TRUE(router.recv(id) && router.recv(frame));
    EXPECT_TRUE(doorman.sender_of(frame).identity->local);
    return doorman.local_name(frame);
  };
  EXPECT_EQ(name("ipc://" + (folder.path() / "socket").string()), security::local_identity(::geteuid()).name);
  EXPECT_EQ(name("inproc://doorman"), security::local_identity().name);
  EXPECT_EQ(name("tcp://127.0.0.1:*"), "loopback");
}

} // namespace
} // namespace dalian::app
