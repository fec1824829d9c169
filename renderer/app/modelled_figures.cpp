#include "renderer/app/modelled_figures.hpp"

#include "twin/base/run_program.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <vector>

namespace dalian::viewer {

using nlohmann::json;

Result<ModelledFigures> ModelledFigures::read(std::string const& text) {
  ModelledFigures out;
  try {
    auto const document = json::parse(text);
    for (json const& kpi : document.at("scenarios").at(0).at("kpis"))
      out.figures_[{fmt::format("{}.{}", kpi.at("engine").get<std::string>(), kpi.at("name").get<std::string>()),
                    kpi.at("scope").get<std::string>()}] = {kpi.at("value").get<double>(), kpi.at("low").get<double>(),
                                                            kpi.at("high").get<double>(),
                                                            kpi.at("unit").get<std::string>()};
  } catch (json::exception const& error) {
    return Error{fmt::format("twinctl whatif run: {}", error.what())};
  }
  return out;
}

ModelledFigure const* ModelledFigures::find(std::string const& figure, std::string const& zone) const {
  auto const it = figures_.find({figure, zone});
  return it == figures_.end() ? nullptr : &it->second;
}

Result<std::unique_ptr<FiguresJob>> FiguresJob::start(std::filesystem::path const& scenario) {
  std::vector<std::string> words{program_beside_us("twinctl"), "whatif",    "run", "--json",
                                 "--without-traffic",          "--threads", "1"};    // one: the screen needs the others
  if (!scenario.empty()) words.insert(words.end(), {scenario.string(), "--rebase"}); // whatever base this version has
  auto program = ProgramOutput::start(std::move(words));
  if (!program) return Error{program.error()};
  return std::make_unique<FiguresJob>(std::move(program).value());
}

bool FiguresJob::ended() {
  if (program_ && program_->ended()) read();
  return program_ == nullptr;
}

void FiguresJob::wait() {
  if (!program_) return;
  program_->wait();
  read();
}

void FiguresJob::read() {
  auto figures = ModelledFigures::read(program_->out());
  if (figures)
    figures_ = std::make_unique<ModelledFigures>(std::move(figures).value());
  else
    trouble_ = program_->status() == 0
                   ? figures.error()
                   : fmt::format("twinctl whatif run ended with status {}: {}", program_->status(), program_->err());
  program_.reset();
}

} // namespace dalian::viewer
