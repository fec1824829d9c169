// A mirror and a twin that is slow to answer, made of a socket: the twin's own answers are tested elsewhere.
#include "twin/app/mirror.hpp"

#include "tests/support/wait.hpp"

#include <gtest/gtest.h>
#include <zmq_addon.hpp>

namespace dalian::app {
namespace {

using Clock = std::chrono::steady_clock;

/// Answers a question only after a quarter more than what lay between the two before it: too late for who asks anew
/// after the same while each time, in good time for who waits longer each time.
class SlowTwin {
 public:
  explicit SlowTwin(zmq::context_t& context)
      : socket_(context, zmq::socket_type::router), publish_(context, zmq::socket_type::pub) {
    socket_.bind("tcp://127.0.0.1:*");
    publish_.bind("tcp://127.0.0.1:*");
    endpoint_ = socket_.get(zmq::sockopt::last_endpoint);
    publish_endpoint_ = publish_.get(zmq::sockopt::last_endpoint);
    thread_ = std::thread([this] { run(); });
  }
  ~SlowTwin() {
    stop_ = true;
    thread_.join();
  }
  std::string const& endpoint() const { return endpoint_; }

 private:
  void run() {
    Clock::time_point asked{}, due = Clock::time_point::max();
    std::string viewer;
    while (!stop_) {
      zmq::pollitem_t item{socket_.handle(), 0, ZMQ_POLLIN, 0};
      zmq::poll(&item, 1, std::chrono::milliseconds(10));
      if (item.revents != 0) {
        std::vector<zmq::message_t> parts;
        if (!zmq::recv_multipart(socket_, std::back_inserter(parts))) continue;
        auto const now = Clock::now();
        if (asked != Clock::time_point{}) due = now + (now - asked) * 5 / 4;
        asked = now;
        viewer = parts.front().to_string();
      }
      if (Clock::now() < due) continue;
      due = Clock::time_point::max();
      answer(viewer);
    }
  }

  /// To a viewer that has left: dropped.
  void answer(std::string const& viewer) {
    wire::Reply reply;
    reply.mutable_snapshot()->set_run(1);
    reply.mutable_snapshot()->set_version(7);
    reply.mutable_snapshot()->set_publish_endpoint(publish_endpoint_); // nothing is published there
    socket_.send(zmq::buffer(viewer), zmq::send_flags::sndmore);
    socket_.send(zmq::buffer(reply.SerializeAsString()), zmq::send_flags::none);
  }

  zmq::socket_t socket_, publish_;
  std::string endpoint_, publish_endpoint_;
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

TEST(Mirror, WaitsLongerEachTimeForATwinThatIsSlowToAnswer) {
  zmq::context_t context;
  SlowTwin const twin(context);
  Mirror const mirror(context, twin.endpoint());
  EXPECT_TRUE(test::wait_until([&] { return mirror.complete(); })) << "its answers always came too late";
  EXPECT_EQ(mirror.latest()->version, 7U);
}

} // namespace
} // namespace dalian::app
