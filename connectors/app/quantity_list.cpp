#include "connectors/app/quantity_list.hpp"

#include "twin/base/quantities.hpp"

#include <fmt/format.h>

namespace dalian::connectors {

int list_quantities() {
  for (auto const& q : quantities())
    if (q.form == ValueForm::text)
      fmt::print("{:<24} text\n", q.name);
    else
      fmt::print("{:<24} {:<8} {} … {}\n", q.name, q.form == ValueForm::state ? "code" : q.unit, q.low, q.high);
  return 0;
}

} // namespace dalian::connectors
