#include "twin/app/endpoint.hpp"

#include <filesystem>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

namespace dalian::app {
namespace {

using testing::HasSubstr;

Gate const kBind{"--bind", "ingest", nullptr};

class Endpoint : public testing::Test {
 protected:
  zmq::context_t context_{1};
  zmq::socket_t first_{context_, zmq::socket_type::router};
  zmq::socket_t second_{context_, zmq::socket_type::router};
};

TEST_F(Endpoint, FillsInThePortTheSystemChose) {
  auto const bound = bind_guarded(first_, "tcp://127.0.0.1:*", kBind);
  ASSERT_TRUE(bound) << bound.error();
  EXPECT_THAT(*bound, testing::StartsWith("tcp://127.0.0.1:"));
  EXPECT_THAT(*bound, Not(HasSubstr("*")));
}

TEST_F(Endpoint, RefusesASecondTwinOnThePort) {
  auto const bound = bind_guarded(first_, "tcp://127.0.0.1:*", kBind);
  ASSERT_TRUE(bound);
  auto const again = bind_guarded(second_, *bound, kBind);
  ASSERT_FALSE(again);
  EXPECT_THAT(again.error(), HasSubstr("another twin listens there"));
}

TEST_F(Endpoint, RefusesToTakeOverAnIpcFileThatAnotherListensOn) {
  auto const file = std::filesystem::temp_directory_path() / ("dalian-endpoint-" + std::to_string(::getpid()));
  auto const address = "ipc://" + file.string();
  ASSERT_TRUE(bind_guarded(first_, address, kBind));
  struct stat info {};
  ASSERT_EQ(::stat(file.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600U);
  auto const again = bind_guarded(second_, address, kBind);
  ASSERT_FALSE(again);
  EXPECT_THAT(again.error(), HasSubstr("is in use"));
}

TEST_F(Endpoint, RefusesWhatOthersCouldReach) {
  for (char const* address :
       {"tcp://*:7410", "tcp://0.0.0.0:7410", "tcp://192.168.1.2:7410", "tcp://example.org:1", "tcp://[::]:7410"}) {
    auto const bound = bind_guarded(first_, address, kBind);
    ASSERT_FALSE(bound) << address;
    EXPECT_THAT(bound.error(), HasSubstr("others could reach it")) << address;
    EXPECT_THAT(bound.error(), HasSubstr("twinctl keys")) << address;
  }
}

TEST_F(Endpoint, ANameThatOnlyLooksLikeLoopbackIsNone) {
  for (char const* address : {"tcp://127.evil.example:1", "tcp://localhost.example:1", "tcp://127.0.0.1.example:1"})
    EXPECT_THAT(bind_guarded(first_, address, kBind).error(), HasSubstr("others could reach it")) << address;
}

TEST_F(Endpoint, WithKeysOthersMayReachIt) {
  auto const keys = security::make_key_pair();
  auto const bound = bind_guarded(first_, "tcp://0.0.0.0:*", {"--bind", "ingest", &keys});
  ASSERT_TRUE(bound) << bound.error();
  EXPECT_EQ(first_.get(zmq::sockopt::zap_domain), "ingest");
  EXPECT_EQ(first_.get(zmq::sockopt::mechanism), ZMQ_CURVE);
}

TEST_F(Endpoint, AnAbstractSocketHasNoRightsAndIsRefused) {
  EXPECT_THAT(bind_guarded(first_, "ipc://@dalian", kBind).error(), HasSubstr("abstract"));
}

TEST_F(Endpoint, ExplainsAddressesThatAreNone) {
  EXPECT_THAT(bind_guarded(first_, "localhost:7410", kBind).error(), HasSubstr("write tcp://127.0.0.1:PORT"));
  EXPECT_FALSE(bind_guarded(first_, "tcp://127.0.0.1:notaport", kBind));
  EXPECT_FALSE(bind_guarded(first_, "ipc://" + std::string(200, 'x'), kBind));
}

} // namespace
} // namespace dalian::app
