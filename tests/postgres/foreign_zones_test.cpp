// Two twins' histories on two servers, asked as one in a database of the second: what the views say is compared with
// what was written.
#include "twin/postgres/foreign_zones.hpp"

#include "tests/history/records.hpp"
#include "tests/postgres/shared_server.hpp"
#include "twin/postgres/postgres_history.hpp"

#include <gmock/gmock.h>

namespace dalian::postgres {
namespace {

using history::kNoon;
using history::record;
using std::chrono::hours;
using testing::HasSubstr;
using testing::Not;

class ForeignZones : public testing::Test {
 protected:
  ForeignZones() {
    static int databases = 0;
    auto const number = std::to_string(++databases);
    overview_ = "overview" + number;
    into_ = here_.new_database(overview_);
    north_database_ = "north" + number;
    north_ = {"north", here_.new_database(north_database_)};
    south_ = {"south_2", there().new_database("south" + number)};
  }
  static test::PostgresServer& there() {
    static test::PostgresServer the_other({});
    return the_other;
  }
  /// `n` chunks of ten observations and 900 bytes, one an hour.
  static void fill(std::string const& url, int n) {
    auto const store = open_postgres_history({.url = url});
    ASSERT_TRUE(store) << store.error();
    for (int i = 0; i < n; ++i) {
      ASSERT_TRUE((*store)->append(record(i, "ais", kNoon + hours(i))));
      history::commit(**store);
    }
  }
  std::vector<ZoneSeen> join(std::vector<Zone> const& zones) const {
    auto const seen = join_zones(into_, zones);
    if (!seen) ADD_FAILURE() << seen.error();
    return seen ? *seen : std::vector<ZoneSeen>{};
  }
  std::string ask(std::string const& sql) const { return here_.ask(sql, overview_); }

  test::PostgresServer& here_ = test::shared_server();
  std::string overview_, into_, north_database_;
  Zone north_, south_;
};

TEST_F(ForeignZones, AreOneInTheViews) {
  fill(north_.url, 3);
  fill(south_.url, 15); // from noon into the next day
  auto const seen = join({north_, south_});
  ASSERT_EQ(seen.size(), 2u);
  EXPECT_EQ(seen[0].trouble, "");
  EXPECT_EQ(seen[0].observations, 30);
  EXPECT_EQ(seen[1].name, "south_2");
  EXPECT_EQ(seen[1].chunks, 15);
  EXPECT_EQ(seen[1].first, kNoon);
  EXPECT_EQ(ask("SELECT sum(n) FROM zones.chunk"), "180");
  EXPECT_EQ(ask("SELECT count(*), sum(observations), sum(chunks) FROM zones.by_hour"), "18|180|18");
  EXPECT_EQ(ask("SELECT zone, observations, source FROM zones.by_hour WHERE hour = '2026-09-26 22:00+08'"
                " AND zone = 'north'"),
            "north|10|ais");
  EXPECT_EQ(ask("SELECT chunks, missing, bytes > 10 FROM zones.by_day WHERE day = '2026-09-27' AND zone = 'south_2'"),
            "3|0|t");
  EXPECT_EQ(ask("SELECT count(*) FROM zones.chunk WHERE t0 >= zones.ns('2026-09-26 14:00Z')"), "14");
}

TEST_F(ForeignZones, CountWhatIsMissing) {
  fill(north_.url, 5);
  here_.ask("DELETE FROM chunk WHERE seq IN (2, 3)", north_database_);
  join({north_});
  EXPECT_EQ(ask("SELECT missing FROM zones.by_day"), "2");
}

TEST_F(ForeignZones, AddUpTheirOwnAndFindTheirInstants) {
  fill(north_.url, 3);
  fill(south_.url, 3);
  join({north_, south_});
  auto const plan = [&](std::string const& sql) {
    return ask("SELECT plan::jsonb::text FROM zones.plan_of('" + sql + "') AS plan");
  };
  ask("CREATE FUNCTION zones.plan_of(asked text, OUT plan json) LANGUAGE plpgsql AS"
      " $$ BEGIN EXECUTE 'EXPLAIN (VERBOSE, FORMAT JSON, COSTS OFF) ' || asked INTO plan; END $$");
  auto const hourly = plan("SELECT zone, observations FROM zones.by_hour");
  EXPECT_THAT(hourly, HasSubstr("GROUP BY")) << "in what goes to the zones";
  EXPECT_THAT(hourly, Not(HasSubstr("\"Aggregate\""))) << "nothing is added up here";
  EXPECT_THAT(plan("SELECT seq FROM zones.chunk WHERE t0 >= zones.ns(timestamptz ''2026-09-26 14:00Z'')"),
              HasSubstr("WHERE ((t0 >= 1790431200000000000"));
}

TEST_F(ForeignZones, AreReadOnly) {
  fill(north_.url, 1);
  join({north_});
  EXPECT_THROW(ask("DELETE FROM zones.north_chunk"), std::runtime_error);
  EXPECT_EQ(here_.ask("SELECT count(*) FROM chunk", north_database_), "1");
}

TEST_F(ForeignZones, AreReplacedByTheNextRun) {
  fill(north_.url, 1);
  fill(south_.url, 2);
  join({north_, south_});
  join({south_});
  EXPECT_EQ(ask("SELECT string_agg(DISTINCT zone, ',') FROM zones.chunk"), "south_2");
  EXPECT_EQ(ask("SELECT count(*) FROM pg_foreign_server"), "1");
  ask("CREATE VIEW report AS SELECT * FROM zones.by_day");
  auto const refused = join_zones(into_, {north_});
  ASSERT_FALSE(refused) << "somebody's view hangs on it";
  EXPECT_THAT(refused.error(), HasSubstr("depend"));
  EXPECT_EQ(ask("SELECT count(*) FROM report"), "1") << "all is as it was";
}

TEST_F(ForeignZones, OneThatIsAwayIsNamedAndSetUp) {
  fill(north_.url, 1);
  auto const seen = join({north_, {"away", "postgresql://twin:geheim@/city?host=/nowhere"}});
  ASSERT_EQ(seen.size(), 2u);
  EXPECT_EQ(seen[0].trouble, "");
  EXPECT_THAT(seen[1].trouble, HasSubstr("zone_away"));
  EXPECT_THAT(seen[1].trouble, Not(HasSubstr("geheim")));
  EXPECT_EQ(ask("SELECT count(*) FROM pg_foreign_server"), "2");
}

TEST(ForeignZonesStatements, RefuseWhatIsNoZone) {
  std::string const url = "postgresql://twin@db1,db2/north";
  auto const why = [](std::vector<Zone> const& zones) {
    auto const statements = join_statements(zones, true);
    return statements ? std::string() : statements.error();
  };
  EXPECT_EQ(why({{"north", url}}), "");
  EXPECT_THAT(why({}), HasSubstr("no zone"));
  for (char const* const name : {"", "North", "2nd", "a b", "x'; DROP TABLE chunk --", "zone-1"})
    EXPECT_THAT(why({{name, url}}), HasSubstr("a name is")) << name;
  EXPECT_THAT(why({{std::string(41, 'n'), url}}), HasSubstr("a name is"));
  EXPECT_THAT(why({{"north", url}, {"north", url}}), HasSubstr("twice"));
  auto const bad = why({{"north", "postgresql://twin:geheim@db1:not a port/%zz"}});
  EXPECT_THAT(bad, HasSubstr("postgresql://"));
  EXPECT_THAT(bad, Not(HasSubstr("geheim")));
  EXPECT_THAT(why({{"north", "host=db1"}}), HasSubstr("postgresql://"));
}

TEST(ForeignZonesStatements, QuoteWhatAnAddressSaysAndHidePasswords) {
  std::vector<Zone> const zones{{"north", "postgresql://o'neil:ge%5Cheim@db1,db2/city?target_session_attrs=any"}};
  auto const text = [&](bool show_passwords) {
    auto const statements = join_statements(zones, show_passwords);
    std::string all;
    for (auto const& sql : *statements)
      all += sql + ";\n";
    return all;
  };
  EXPECT_THAT(text(true), HasSubstr(R"(OPTIONS (user 'o''neil', password  E'ge\\heim'))"));
  EXPECT_THAT(text(true), HasSubstr("host 'db1,db2'"));
  EXPECT_THAT(text(true), HasSubstr("target_session_attrs 'prefer-standby'")) << "looking back is for stand-bys";
  EXPECT_THAT(text(true), Not(HasSubstr("'any'")));
  EXPECT_THAT(text(false), Not(HasSubstr("heim")));
}

} // namespace
} // namespace dalian::postgres
