#include "connectors/ngsi/entity.hpp"

#include <gtest/gtest.h>

namespace dalian::ngsi {
namespace {

Entity read(char const* text) {
  auto const read = read_entity(Json::parse(text));
  EXPECT_EQ(read.outcome, "decoded");
  return read.entity.value_or(Entity{});
}

/// The same vehicle in every form that GS CIM 009 (4.5) and NGSI v2 allow.
TEST(NgsiEntity, EveryFormSaysTheSame) {
  char const* const normalized = R"({"id":"urn:ngsi-ld:Vehicle:1","type":"Vehicle",
    "speed":{"type":"Property","value":36,"unitCode":"KMH","observedAt":"2026-11-26T08:00:00Z"},
    "location":{"type":"GeoProperty","value":{"type":"Point","coordinates":[121.7,39.1]}},
    "owner":{"type":"Relationship","object":"urn:ngsi-ld:Person:1"},"@context":"https://x"})";
  char const* const concise = R"({"id":"urn:ngsi-ld:Vehicle:1","type":"Vehicle",
    "speed":{"value":36,"unitCode":"KMH","observedAt":"2026-11-26T16:00:00+08:00"},
    "location":{"type":"Point","coordinates":[121.7,39.1]},"owner":{"object":"urn:ngsi-ld:Person:1"}})";
  char const* const v2 = R"({"id":"urn:ngsi-ld:Vehicle:1","type":"Vehicle",
    "speed":{"type":"Number","value":36,"metadata":{"unitCode":{"type":"Text","value":"KMH"},
      "TimeInstant":{"type":"DateTime","value":"2026-11-26T08:00:00Z"}}},
    "location":{"type":"geo:json","value":{"type":"Point","coordinates":[121.7,39.1]},"metadata":{}}})";
  for (auto const* text : {normalized, concise, v2}) {
    auto const entity = read(text);
    auto const* const speed = entity.find("speed");
    ASSERT_NE(speed, nullptr);
    EXPECT_EQ(speed->value, 36);
    EXPECT_EQ(speed->unit_code, "KMH");
    EXPECT_EQ(speed->observed_at, *parse_utc("2026-11-26T08:00:00Z"));
    ASSERT_NE(entity.find("location"), nullptr);
    EXPECT_EQ(entity.find("location")->kind, Attribute::Kind::geo);
    EXPECT_EQ(entity.find("location")->value["coordinates"][0], 121.7);
  }
  EXPECT_EQ(read(normalized).find("owner")->value, "urn:ngsi-ld:Person:1");
  auto const simple = read(R"({"id":"urn:ngsi-ld:Vehicle:1","type":"Vehicle","speed":36,"list":[1,2],
                               "location":{"type":"Point","coordinates":[121.7,39.1]}})");
  EXPECT_EQ(simple.find("speed")->value, 36);
  EXPECT_EQ(simple.find("list")->value, Json::parse("[1,2]"));
  EXPECT_EQ(simple.find("location")->kind, Attribute::Kind::geo);
}

TEST(NgsiEntity, OfSeveralInstancesTheOneWithoutADataSet) {
  auto const entity = read(R"({"id":"a:1","type":"T","speed":[
    {"type":"Property","value":1,"datasetId":"urn:x:1"},{"type":"Property","value":2}]})");
  EXPECT_EQ(entity.find("speed")->value, 2);
}

TEST(NgsiEntity, TypesMayBeExpandedOrSeveral) {
  EXPECT_EQ(read(R"({"id":"a:1","type":["https://smartdatamodels.org/dataModel/Vehicle","X"]})").type,
            "https://smartdatamodels.org/dataModel/Vehicle");
  EXPECT_EQ(read(R"({"id":"a:1","type":"https://smartdatamodels.org/dataModel/Vehicle"})").type, "Vehicle");
}

TEST(NgsiEntity, WhatIsNoneSaysWhy) {
  EXPECT_EQ(read_entity(Json::parse("3")).outcome, "not_an_object");
  EXPECT_EQ(read_entity(Json::parse(R"({"type":"T"})")).outcome, "no_id");
  EXPECT_EQ(read_entity(Json::parse(R"({"id":7,"type":"T"})")).outcome, "no_id");
  EXPECT_EQ(read_entity(Json::parse(R"({"id":"a:1"})")).outcome, "no_type");
  Json many{{"id", "a:1"}, {"type", "T"}};
  for (int i = 0; i < 300; ++i)
    many["a" + std::to_string(i)] = i;
  EXPECT_EQ(read_entity(many).outcome, "too_many_attributes");
}

TEST(NgsiTime, EveryFormOfTheModels) {
  auto const at = *parse_utc("2016-12-07T11:10:00Z");
  bool naive = false;
  for (auto const* text :
       {R"("2016-12-07T11:10:00Z")", R"("2016-12-07T16:40:00+05:30")", R"("2016-12-07T11:00:00Z/2016-12-07T11:10:00Z")",
        R"({"@type":"DateTime","@value":"2016-12-07T11:10:00.000Z"})"})
    EXPECT_EQ(read_time(Json::parse(text), naive), at) << text;
  EXPECT_FALSE(naive);
  EXPECT_EQ(read_time(Json::parse(R"("2016-12-07T11:10:00")"), naive), at);
  EXPECT_TRUE(naive);
  for (auto const* text : {"7", "null", R"("yesterday")", R"({"@value":7})", R"("1969-01-01T00:00:00Z")", R"("/")"})
    EXPECT_FALSE(read_time(Json::parse(text), naive)) << text;
}

} // namespace
} // namespace dalian::ngsi
