// Any text as a table of a schedule, in the place of the sound one. The first byte chooses the table.
#include "tests/connectors/gtfs/small_city.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace dalian;

std::vector<std::string> fuzz::seeds() {
  std::vector<std::string> all;
  char number = 0;
  for (auto const& [name, text] : gtfs::test::small_city_tables())
    all.push_back(std::string(1, number++) + text);
  return all;
}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  if (size == 0) return 0;
  auto tables = gtfs::test::small_city_tables();
  auto it = tables.begin();
  std::advance(it, data[0] % tables.size());
  it->second = fuzz::text(data + 1, size - 1);
  gtfs::test::TextArchive archive(tables);
  auto const schedule = gtfs::Schedule::read(archive);
  fuzz::require(schedule.ok() || !schedule.error().empty());
  if (!schedule) return 0;
  if (auto const* trip = schedule->trip("T1"))
    for (auto const& visit : schedule->stop_times(*trip))
      fuzz::require(!schedule->at(visit.stop).id.empty());
  return 0;
}
