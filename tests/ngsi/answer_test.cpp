#include "twin/ngsi/answer.hpp"

#include "tests/ngsi/made_track.hpp"
#include "twin/ngsi/entity_json.hpp"

#include <gtest/gtest.h>
#include <set>

namespace dalian::ngsi {
namespace {

state::Snapshot const& city() {
  static state::Snapshot const snapshot = [] {
    state::Snapshot made;
    auto chunk = std::make_shared<state::Snapshot::Chunk>();
    auto details = std::make_shared<state::Snapshot::Details>();
    for (std::uint32_t handle = 1; handle <= 30; ++handle) {
      state::Track track = handle <= 20 ? test::car(handle, {121.70 + 0.01 * handle, 39.05}) : test::meter(handle);
      if (handle == 20) track.life = state::Life::ended;
      chunk->motion[handle] = track;
      (*details)[handle] = std::make_shared<state::TrackDetails>(track);
    }
    chunk->details = details;
    made.chunks.push_back(chunk);
    return made;
  }();
  return snapshot;
}

using Query = std::vector<std::pair<std::string, std::string>>;

http::Response get(std::string const& path, Query query = {}, std::string const& accept = "",
                   char const* method = "GET") {
  return answer({method, "/ngsi-ld/v1/" + path, std::move(query), {{"accept", accept}}, ""}, city(), test::kNow);
}

Json body(http::Response const& r) {
  return Json::parse(r.body);
}

std::string header(http::Response const& r, std::string const& name) {
  for (auto const& [key, value] : r.headers)
    if (key == name) return value;
  return {};
}

TEST(NgsiAnswer, PagesHoldEveryEntityOnce) {
  std::set<std::string> ids;
  for (int offset = 0;; offset += 7) {
    auto const page =
        get("entities", {{"type", "Vehicle"}, {"limit", "7"}, {"offset", std::to_string(offset)}, {"count", "true"}});
    ASSERT_EQ(page.status, 200);
    EXPECT_EQ(header(page, "NGSILD-Results-Count"), "19") << "the ended one is gone";
    if (body(page).empty()) break;
    for (auto const& entity : body(page))
      EXPECT_TRUE(ids.insert(entity["id"]).second);
  }
  EXPECT_EQ(ids.size(), 19U);
}

TEST(NgsiAnswer, ByTypeAttributeIdAndPlace) {
  EXPECT_EQ(body(get("entities", {{"type", "Vehicle,Device"}})).size(), 29U);
  EXPECT_EQ(body(get("entities", {{"attrs", "power_kw"}})).size(), 10U);
  EXPECT_EQ(body(get("entities", {{"attrs", "power_kw"}, {"limit", "3"}, {"offset", "9"}})).size(), 1U);
  EXPECT_EQ(body(get("entities", {{"id", "urn:ngsi-ld:Vehicle:twin:car:T1-05"}})).size(), 1U);
  EXPECT_EQ(body(get("entities", {{"local", "true"}})).size(), 29U);
  // 0.01° of longitude are 864 m at 39.05° north.
  Query const near{{"georel", "near;maxDistance==1000"}, {"geometry", "Point"}, {"coordinates", "[121.75,39.05]"}};
  EXPECT_EQ(body(get("entities", near)).size(), 3U);
}

TEST(NgsiAnswer, OneEntityAndTheTypes) {
  auto const one = get("entities/urn:ngsi-ld:Vehicle:twin:car:T1-05", {{"options", "keyValues"}});
  ASSERT_EQ(one.status, 200);
  EXPECT_EQ(body(one)["name"], "T1-03");
  EXPECT_NE(header(one, "Link").find("ngsi-ld-core-context"), std::string::npos);
  auto const linked = get("entities/urn:ngsi-ld:Vehicle:twin:car:T1-05", {}, "application/ld+json");
  EXPECT_EQ(linked.type, "application/ld+json");
  EXPECT_TRUE(body(linked).contains("@context"));
  EXPECT_EQ(header(linked, "Link"), "");
  EXPECT_EQ(body(get("types"))["typeList"], Json::parse(R"(["Device","Vehicle"])"));
}

TEST(NgsiAnswer, WhatIsWrongOrLackingIsToldInTheStandardsWords) {
  struct Case {
    std::string path;
    Query query;
    char const* method;
    int status;
    char const* error;
  };
  for (auto const& c :
       {Case{"entities", {}, "GET", 400, "BadRequestData"},
        Case{"entities", {{"type", "T"}, {"limit", "1001"}}, "GET", 400, "BadRequestData"},
        Case{"entities", {{"type", "T"}, {"limit", "-1"}}, "GET", 400, "BadRequestData"},
        Case{"entities", {{"type", "T"}, {"offset", "x"}}, "GET", 400, "BadRequestData"},
        Case{"entities", {{"georel", "near;maxDistance==5"}, {"coordinates", "[1"}}, "GET", 400, "BadRequestData"},
        Case{"entities", {{"georel", "within"}}, "GET", 422, "OperationNotSupported"},
        Case{"entities", {{"q", "speed>5"}}, "GET", 422, "OperationNotSupported"},
        Case{"entities", {{"type", "T"}, {"options", "sysAttrs"}}, "GET", 422, "OperationNotSupported"},
        Case{"entities", {}, "POST", 405, "OperationNotSupported"},
        Case{"entities/urn:x:1", {}, "DELETE", 405, "OperationNotSupported"},
        Case{"entities/urn:x:1", {}, "GET", 404, "ResourceNotFound"},
        Case{"entities/urn:ngsi-ld:Vehicle:twin:car:T1-20", {}, "GET", 404, "ResourceNotFound"},
        Case{"subscriptions", {}, "POST", 404, "ResourceNotFound"}}) {
    auto const response = get(c.path, c.query, "", c.method);
    EXPECT_EQ(response.status, c.status) << c.path;
    EXPECT_EQ(response.type, "application/problem+json");
    EXPECT_EQ(body(response)["type"], std::string("https://uri.etsi.org/ngsi-ld/errors/") + c.error) << c.path;
  }
}

} // namespace
} // namespace dalian::ngsi
