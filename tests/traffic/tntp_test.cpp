#include "twin/traffic/tntp.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dalian::traffic {
namespace {

using testing::HasSubstr;

constexpr char kHead[] = R"(<NUMBER OF ZONES> 2
<NUMBER OF NODES> 3
<FIRST THRU NODE> 3
<NUMBER OF LINKS> 2
<ORIGINAL HEADER>~ Init node
<END OF METADATA>

~	init_node	term_node	capacity	length	free_flow_time	b	power	speed	toll	link_type	;
)";
constexpr char kLinks[] = "	1	3	9000	5280	1.090458488	0.15	4	4842	2.5	"
                          "7	;\n 3 2 4500.5 1 2 0.1 1 0 0 1;\n";

std::string error_of(std::string const& links, std::string head = kHead) {
  auto const network = read_network(head + links, "a.tntp");
  return network ? "" : network.error();
}

Network two_zones() {
  return read_network(std::string(kHead) + kLinks, "a.tntp").value();
}

TEST(Tntp, ReadsNetwork) {
  Network const network = two_zones();
  EXPECT_EQ(network.zones, 2U);
  EXPECT_EQ(network.nodes.size(), 3U);
  EXPECT_EQ(network.first_through, 2U);
  ASSERT_EQ(network.links.size(), 2U);
  Link const& link = network.links[0];
  EXPECT_EQ(link.tail, 0U);
  EXPECT_EQ(link.head, 2U);
  EXPECT_EQ(link.capacity, 9000);
  EXPECT_EQ(link.length, 5280);
  EXPECT_EQ(link.free_time, 1.090458488);
  EXPECT_EQ(link.b, 0.15);
  EXPECT_EQ(link.power, 4);
  EXPECT_EQ(link.speed, 4842);
  EXPECT_EQ(link.toll, 2.5);
  EXPECT_EQ(link.type, 7);
  EXPECT_EQ(network.links[1].capacity, 4500.5);
}

TEST(Tntp, ReadsTrips) {
  auto const trips =
      read_trips("<NUMBER OF ZONES> 2\n<END OF METADATA>\n\nOrigin 	1 \n    1 :    0.0;    2 :  13.90;\n"
                 "Origin 2\n 1 : 5; 2:0;~ and no more : here;\n",
                 "t.tntp", two_zones());
  ASSERT_TRUE(trips) << trips.error();
  ASSERT_EQ(trips.value().size(), 2U);
  EXPECT_EQ(trips.value()[0].destination, 1U);
  EXPECT_EQ(trips.value()[0].amount, 13.9);
  EXPECT_EQ(trips.value()[1].origin, 1U);
  EXPECT_EQ(trips.value()[1].destination, 0U);
}

TEST(Tntp, ErrorsNameFileLineAndField) {
  EXPECT_EQ(error_of("1 9 1 1 1 1 1;\n 1 2 1 1 1 1 1;\n"), "a.tntp:9: term_node: \"9\" is not a node from 1 to 3");
  EXPECT_EQ(error_of("1 3 1 1 1 1 1;\n 3 2 nan 1 1 1 1;\n"),
            "a.tntp:10: capacity: \"nan\" is not a number of 0 or more");
  EXPECT_EQ(error_of("1 3 1 1 1 1 1;\n 3 2 1 1 -2 1 1;\n"),
            "a.tntp:10: free_flow_time: \"-2\" is not a number of 0 or more");
  EXPECT_EQ(error_of("1 3 1 1 1;\n"), "a.tntp:9: b: \";\" is not a number of 0 or more");
  EXPECT_THAT(error_of("1 3 1 1 1 1 1;\n"), HasSubstr("1 links, but <NUMBER OF LINKS> says 2"));
  EXPECT_THAT(error_of("", "<NUMBER OF ZONES> 2\n"), HasSubstr("ends before <END OF METADATA>"));
  EXPECT_THAT(error_of("", "<NUMBER OF ZONES> 2\n<END OF METADATA>\n"), HasSubstr("<NUMBER OF NODES> is missing"));
  EXPECT_THAT(error_of("", "<NUMBER OF ZONES> 2\n<NUMBER OF NODES> 40000000\n<FIRST THRU NODE> 1\n<NUMBER OF LINKS> 1\n"
                           "<END OF METADATA>\n"),
              HasSubstr("far more nodes"));
}

TEST(Tntp, ErrorsOfTrips) {
  auto const error = [](std::string const& text) {
    auto const trips = read_trips("<END OF METADATA>\n" + text, "t.tntp", two_zones());
    return trips ? "" : trips.error();
  };
  EXPECT_EQ(error("Origin 1\n 2 : -4;\n"), "t.tntp:3: flow: \"-4\" is not a number of 0 or more");
  EXPECT_EQ(error("Origin 3\n"), "t.tntp:2: Origin: \"3\" is not a zone from 1 to 2");
  EXPECT_EQ(error("Origin 1\n 7 : 1;\n"), "t.tntp:3: destination: \"7\" is not a zone from 1 to 2");
  EXPECT_EQ(error("2 : 1;\n"), "t.tntp:2: \"Origin N\" belongs before the first destination");
  EXPECT_EQ(error("Origin 1\n 2 3;\n"), "t.tntp:3: \":\" belongs between destination and flow");
  EXPECT_EQ(error("Origin 1\n 2 : inf;\n"), "t.tntp:3: flow: \"inf\" is not a number of 0 or more");
}

TEST(Tntp, ReadsBackWhatItWrites) {
  Network const network = two_zones();
  auto const again = read_network(write_network(network), "b");
  ASSERT_TRUE(again) << again.error();
  EXPECT_EQ(write_network(again.value()), write_network(network));
  std::vector<Trip> const trips{{1, 0, 0.1}, {0, 1, 1.0 / 3}};
  auto const trips_again = read_trips(write_trips(trips, 2), "t", network);
  ASSERT_TRUE(trips_again) << trips_again.error();
  ASSERT_EQ(trips_again.value().size(), 2U);
  EXPECT_EQ(trips_again.value()[0].amount, 1.0 / 3);
  EXPECT_EQ(trips_again.value()[1].amount, 0.1);
  auto const flows = read_flows(write_flows({{0, 2, 2.0 / 3, 7}}), "f");
  ASSERT_TRUE(flows) << flows.error();
  ASSERT_EQ(flows.value().size(), 1U);
  EXPECT_EQ(flows.value()[0].head, 2U);
  EXPECT_EQ(flows.value()[0].flow, 2.0 / 3);
}

} // namespace
} // namespace dalian::traffic
