#pragma once
// The words of reports (layers, fields, figures, findings) in the language of the screen.
#include "renderer/workplaces/workplace.hpp"
#include "twin/whatif/report.hpp"

#include <optional>

namespace dalian::workplaces {

class ScreenWords {
 public:
  /// Read anew where the language changed; names stay as they are where the table cannot be read. Valid until the next
  /// call.
  whatif::ReportWords const& in(Surroundings const& around);

 private:
  std::optional<whatif::ReportWords> words_;
};

} // namespace dalian::workplaces
