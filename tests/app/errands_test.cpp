// A viewer's errands to a twin in the same process.
#include "twin/app/errands.hpp"

#include "tests/support/temp_folder.hpp"
#include "tests/support/wait.hpp"
#include "twin/app/twin.hpp"
#include "twin/history/incidents.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace dalian::app {
namespace {

using test::wait_until;
using testing::HasSubstr;

class ErrandsTest : public testing::Test {
 protected:
  std::unique_ptr<Twin> start(bool history) {
    TwinConfig config;
    config.ingest = {"ipc://" + (folder_.path() / "ingest").string()};
    config.publish = "inproc://publish";
    config.requests = "inproc://requests";
    if (history) config.history = folder_.path() / "history";
    return Twin::start(context_, std::move(config)).value();
  }
  Outcome one(Errands& errands) {
    std::vector<Outcome> outcomes;
    EXPECT_TRUE(wait_until([&] { return !(outcomes = errands.take_outcomes()).empty(); }));
    return outcomes.empty() ? Outcome{} : outcomes.front();
  }

  test::TempFolder folder_;
  zmq::context_t context_{1};
};

TEST_F(ErrandsTest, LocksTheHistoryOfATwinOnThisMachine) {
  auto const twin = start(true);
  Errands errands(context_, twin->request_endpoint());
  Instant const at = SystemClock().now();
  errands.lock({at, "car:T1-03 off its route", "li"});
  Outcome const outcome = one(errands);
  EXPECT_TRUE(outcome.done) << outcome.detail;
  auto const incidents = history::read_incidents(folder_.path() / "history").value();
  ASSERT_EQ(incidents.size(), 1U);
  EXPECT_EQ(incidents[0].reason, "car:T1-03 off its route");
  EXPECT_EQ(incidents[0].locked.from, at - std::chrono::seconds(90));
  EXPECT_EQ(incidents[0].locked.to, at + std::chrono::seconds(60));
}

TEST_F(ErrandsTest, SaysWhyItCannot) {
  auto const twin = start(false);
  Errands errands(context_, twin->request_endpoint());
  errands.lock({SystemClock().now(), "reason", "li"});
  Outcome const none = one(errands);
  EXPECT_FALSE(none.done);
  EXPECT_THAT(none.detail, HasSubstr("no history"));
  errands.act({AlarmAction::Step::acknowledge, {17}});
  Outcome const refused = one(errands);
  EXPECT_FALSE(refused.done);
  EXPECT_NE(refused.detail, "");
  Errands far(context_, "tcp://198.51.100.7:1"); // TEST-NET-2: nobody is there
  far.lock({SystemClock().now(), "reason", "li"});
  EXPECT_THAT(one(far).detail, HasSubstr("twin's machine"));
}

TEST_F(ErrandsTest, TellsTheStatusWhileSomebodyLooks) {
  auto const twin = start(true);
  Errands errands(context_, twin->request_endpoint());
  std::string text;
  ASSERT_TRUE(wait_until([&] { return !(text = errands.status()).empty(); }));
  EXPECT_EQ(nlohmann::json::parse(text)["history"]["folder"], (folder_.path() / "history").string());
}

} // namespace
} // namespace dalian::app
