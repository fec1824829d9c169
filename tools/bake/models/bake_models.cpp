// bake_models: text sources of assets/models → one .glb per model and models.json, the index the renderer reads.
#include "tools/bake/models/catalog.hpp"
#include "tools/bake/models/fields.hpp"
#include "tools/bake/models/glb_export.hpp"
#include "tools/bake/models/grammar.hpp"
#include "tools/bake/models/levels.hpp"
#include "tools/bake/models/preview.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace {

using namespace dalian::bake;
namespace fs = std::filesystem;

struct Options {
  fs::path sources, out, sheet;
  std::vector<std::string> only;
  int level = 0;
  bool quiet = false;
};

nlohmann::json as_json(glm::vec3 v) {
  return {v.x, v.y, v.z};
}

void check_size(ModelEntry const& entry, Box const& box) {
  glm::vec3 const size = box.size();
  for (int axis = 0; axis < 3; ++axis) {
    float const allowed = std::max(0.1F, kSizeTolerance * entry.size[axis]);
    if (std::abs(size[axis] - entry.size[axis]) > allowed) {
      throw SourceError(
          fmt::format("{}: is {:.2f} × {:.2f} × {:.2f} m, but catalog.toml says {} × {} × {} m; mend one of them",
                      entry.name, size.x, size.y, size.z, entry.size.x, entry.size.y, entry.size.z));
    }
  }
}

class Bakery {
 public:
  explicit Bakery(Options const& options)
      : options_(options), palette_(Palette::read(options.sources / "palette.toml")),
        catalog_(Catalog::read(options.sources / "catalog.toml")), grammar_(options.sources / "grammar", palette_) {}

  void run() {
    for (std::string const& name : options_.only) {
      if (std::ranges::find(catalog_.models, name, &ModelEntry::name) == catalog_.models.end()) {
        throw SourceError(fmt::format("--only {}: catalog.toml has no such model", name));
      }
    }
    for (ModelEntry const& entry : catalog_.models) {
      if (options_.only.empty() || std::ranges::find(options_.only, entry.name) != options_.only.end()) bake(entry);
    }
    if (!options_.sheet.empty())
      write_sheet(options_.sheet, pictures_, std::min(6, static_cast<int>(pictures_.size())));
    if (options_.out.empty() || !options_.only.empty()) return;
    nlohmann::json groups = nlohmann::json::array();
    for (ModelGroup const& group : catalog_.groups)
      groups.push_back({{"name", group.name}, {"variants", group.variants}});
    std::ofstream file(options_.out / "models.json");
    file << nlohmann::json{{"version", 1}, {"models", index_}, {"groups", groups}}.dump(1) << '\n';
    if (!file) throw std::runtime_error(fmt::format("{}: cannot be written", (options_.out / "models.json").string()));
  }

 private:
  void bake(ModelEntry const& entry) {
    auto const levels = make_levels([&](int level) { return grammar_.build(entry.source, entry.parameters, level); },
                                    kLevels, entry.simplify);
    if (levels.empty()) throw SourceError(entry.name + ": has no face");
    Box const box = bounding_box(levels[0].shape);
    check_size(entry, box);
    std::string line = fmt::format("{:18}", entry.name);
    nlohmann::json rows = nlohmann::json::array();
    if (!options_.out.empty()) {
      auto const counts = write_glb(options_.out / (entry.name + ".glb"), entry.name, levels, palette_,
                                    grammar_.spin(entry.source, entry.parameters));
      for (std::size_t i = 0; i < levels.size(); ++i) {
        rows.push_back(
            {{"triangles", counts.triangles[i]}, {"vertices", counts.vertices[i]}, {"error_m", levels[i].error_m}});
      }
    }
    for (Level const& level : levels)
      line += fmt::format("  {:5} triangles ±{:.2f} m", level.shape.size(), level.error_m);
    index_.push_back({{"name", entry.name},
                      {"file", entry.name + ".glb"},
                      {"min_m", as_json(box.min)},
                      {"max_m", as_json(box.max)},
                      {"levels", rows}});
    if (!options_.sheet.empty()) {
      auto const shown = std::min(levels.size() - 1, static_cast<std::size_t>(options_.level));
      bool const few = options_.only.size() == 1;
      pictures_.push_back(draw_preview(levels[shown].shape, palette_, few ? 1200 : 320, few ? 800 : 240));
    }
    if (!options_.quiet) fmt::print("{}\n", line);
  }

  Options const& options_;
  Palette palette_;
  Catalog catalog_;
  Grammar grammar_;
  nlohmann::json index_ = nlohmann::json::array();
  std::vector<Picture> pictures_;
};

} // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app{"Bakes the parametric models of assets/models into .glb files with levels of detail.\n"
               "Example: bake_models --sources assets/models --sheet ships.png --only tanker --only ferry"};
  app.set_version_flag("--version", "bake_models 0.1.0");
  app.add_option("--sources", options.sources, "folder with catalog.toml, palette.toml and grammar/")
      ->required()
      ->check(CLI::ExistingDirectory);
  app.add_option("--out", options.out, "folder for the .glb files and models.json (made if missing)");
  app.add_option("--sheet", options.sheet, "draw what was made into this PNG");
  app.add_option("--level", options.level, "level of detail shown on the sheet")->check(CLI::Range(0, kLevels - 1));
  app.add_option("--only", options.only, "bake this model alone (may be repeated); models.json is left as it is");
  app.add_flag("--quiet", options.quiet, "no line per model");
  try {
    app.parse(argc, argv);
  } catch (CLI::Success const& e) {
    return app.exit(e);
  } catch (CLI::ParseError const& e) {
    app.exit(e);
    return 2;
  }
  try {
    if (!options.out.empty()) fs::create_directories(options.out);
    Bakery(options).run();
    return 0;
  } catch (std::exception const& e) {
    fmt::print(stderr, "bake_models: {}\n", e.what());
    return 1;
  }
}
