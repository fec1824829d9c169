#include "twin/whatif/figure_table.hpp"

#include "twin/whatif/coefficient_table.hpp"

namespace dalian::whatif {

double FigureTable::at(std::string_view name, End end) const {
  Range const range = figure(name);
  return eases.contains(name) ? at_end({range.high, range.value, range.low}, end) : at_end(range, end);
}

Result<FigureTable> read_figure_table(std::filesystem::path const& file, std::span<char const* const> needed,
                                      std::function<void(ConfigTable&)> const& others) {
  FigureTable out;
  out.title = file.stem().string();
  auto const read = read_config(file, [&](ConfigTable& root) {
    root.each("figure", [&](ConfigTable& t) {
      if (t.flag("eases", false)) out.eases.insert(t.text("name"));
      read_figure(t, out.figures);
    });
    if (others) others(root);
    for (auto const* name : needed)
      if (!out.figures.contains(name)) root.fail("figure", fmt::format("'{}' is missing; add it", name));
  });
  if (!read) return Error{read.error()};
  out.hash = hash_of_file(file);
  return out;
}

} // namespace dalian::whatif
