#pragma once
// The fleet as a table: sorted by any column, filtered by what is typed; a click goes there.
#include "renderer/workplaces/fleet_meter.hpp"
#include "renderer/workplaces/workplace.hpp"

namespace dalian::workplaces {

enum class FleetColumn : std::uint8_t { name, mode, speed, age, latency, rate, missing, sigma, charge };

/// A vehicle with what was measured of its messages.
struct FleetLine {
  view::FleetRow row;
  Delivery delivery;
};

/// By the column, upward or downward; what is not known last either way; ties by handle.
void sort_fleet(std::vector<FleetLine>& lines, FleetColumn column, bool upward);
/// "120/340": median and 99 %, milliseconds, of four figures at most, which is what the column holds.
std::string latency_text(Delivery const& delivery);
/// True when `row`'s name, id, route or type contains `text`, small and capital letters alike. "" fits all.
bool fits(view::FleetRow const& row, std::string_view text);

class FleetPanel {
 public:
  explicit FleetPanel(Surroundings const& around) : around_(around) {}
  void draw(ui::Box const& box, Moment const& moment, std::vector<FleetLine> lines, Wishes& wishes);

 private:
  void table(std::vector<FleetLine> const& lines, Moment const& moment, Wishes& wishes);
  void head(FleetColumn column, char const* key);
  void sort_by(FleetColumn column);
  void step_to(std::vector<FleetLine> const& lines, int by, Moment const& moment, Wishes& wishes);
  void go(view::FleetRow const& row, Wishes& wishes);
  void line(FleetLine const& line, Moment const& moment, Wishes& wishes);

  Surroundings around_;
  FleetColumn column_ = FleetColumn::name;
  bool upward_ = true;
  std::string filter_ = std::string(64, '\0');
};

} // namespace dalian::workplaces
