#include "twin/power/newton.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace dalian::power {
namespace {

std::size_t at(int i) {
  return static_cast<std::size_t>(i);
}

constexpr double kNear = 2e-3; // p.u.: below this mismatch old factors are good enough for another step
constexpr int kHalvings = 6;   // of a step that makes it worse

bool unknown_angle(Role r) {
  return r == Role::load || r == Role::generator;
}

} // namespace

Newton::Newton(Admittance const& admittance, std::vector<Role> roles)
    : roles_(std::move(roles)), lu_(number(admittance)), start_lu_(lu_.pattern()) {
  auto const n = roles_.size();
  e_.resize(n), f_.resize(n), p_now_.resize(n), q_now_.resize(n);
  a_re_.resize(admittance.column.size()), a_im_.resize(admittance.column.size());
  jacobian_.assign(at(lu_.pattern().entries()) + 1, 0);
  mismatch_.resize(at(lu_.pattern().size));
}

sparse::Pattern Newton::number(Admittance const& y) {
  angle_.assign(roles_.size(), -1);
  voltage_.assign(roles_.size(), -1);
  int size = 0;
  for (std::size_t i = 0; i < roles_.size(); ++i) {
    if (unknown_angle(roles_[i])) angle_[i] = size++;
    if (roles_[i] == Role::load) voltage_[i] = size++;
  }
  std::vector<sparse::Place> places;
  std::vector<int*> wanted;
  fours_.assign(y.column.size(), {});
  auto const place = [&](int row, int column, int& where) {
    if (row < 0 || column < 0) {
      where = -1;
      return;
    }
    places.push_back({row, column});
    wanted.push_back(&where);
  };
  for (int i = 0; i < y.size(); ++i)
    for (int k = y.start[at(i)]; k < y.start[at(i) + 1]; ++k) {
      int const j = y.column[at(k)];
      Four& four = fours_[at(k)];
      place(angle_[at(i)], angle_[at(j)], four.angle_angle);
      place(voltage_[at(i)], angle_[at(j)], four.voltage_angle);
      place(angle_[at(i)], voltage_[at(j)], four.angle_voltage);
      place(voltage_[at(i)], voltage_[at(j)], four.voltage_voltage);
    }
  std::vector<int> position;
  auto pattern = sparse::make_pattern(size, places, &position);
  for (std::size_t i = 0; i < wanted.size(); ++i)
    *wanted[i] = position[i];
  for (Four& four : fours_)
    for (int* p : {&four.angle_angle, &four.voltage_angle, &four.angle_voltage, &four.voltage_voltage})
      if (*p < 0) *p = pattern.entries();
  return pattern;
}

void Newton::load(VoltageState const& state) {
  for (std::size_t i = 0; i < e_.size(); ++i) {
    Complex const voltage = std::polar(state.vm[i], state.va[i]); // sine and cosine at once
    e_[i] = voltage.real(), f_[i] = voltage.imag();
  }
}

void Newton::evaluate(Admittance const& y) {
  for (std::size_t i = 0; i < e_.size(); ++i) {
    double const e = e_[i], f = f_[i];
    double p = 0, q = 0;
    for (auto k = at(y.start[i]), end = at(y.start[i + 1]); k < end; ++k) {
      auto const j = at(y.column[k]);
      double const re = y.g[k] * e_[j] - y.b[k] * f_[j], im = y.g[k] * f_[j] + y.b[k] * e_[j];
      a_re_[k] = e * re + f * im;
      a_im_[k] = f * re - e * im;
      p += a_re_[k];
      q += a_im_[k];
    }
    p_now_[i] = p, q_now_[i] = q;
  }
}

void Newton::fill_jacobian(Admittance const& y) {
  double* const values = jacobian_.data();
  for (std::size_t k = 0; k < fours_.size(); ++k) {
    Four const& to = fours_[k];
    values[to.angle_angle] = a_im_[k];
    values[to.voltage_angle] = -a_re_[k];
    values[to.angle_voltage] = a_re_[k];
    values[to.voltage_voltage] = a_im_[k];
  }
  for (std::size_t i = 0; i < e_.size(); ++i) {
    auto const k = at(y.diagonal[i]);
    Four const& to = fours_[k];
    values[to.angle_angle] = a_im_[k] - q_now_[i];
    values[to.voltage_angle] = p_now_[i] - a_re_[k];
    values[to.angle_voltage] = a_re_[k] + p_now_[i];
    values[to.voltage_voltage] = a_im_[k] + q_now_[i];
  }
}

NewtonOutcome Newton::measure(std::span<double const> p, std::span<double const> q) {
  NewtonOutcome out;
  for (std::size_t i = 0; i < roles_.size(); ++i) {
    double worst = 0;
    if (angle_[i] >= 0) worst = std::abs(mismatch_[at(angle_[i])] = p[i] - p_now_[i]);
    if (voltage_[i] >= 0) worst = std::max(worst, std::abs(mismatch_[at(voltage_[i])] = q[i] - q_now_[i]));
    if (!(worst <= out.mismatch)) out.mismatch = worst, out.worst_node = static_cast<int>(i);
    if (std::isnan(out.mismatch)) break;
  }
  return out;
}

bool Newton::factor() {
  std::span<double const> const values(jacobian_.data(), jacobian_.size() - 1);
  return lu_.plan() != nullptr && lu_.refactor(values);
}

void Newton::step(sparse::Lu& lu, VoltageState& state) {
  lu.solve(mismatch_);
  for (std::size_t i = 0; i < roles_.size(); ++i) {
    if (angle_[i] >= 0) state.va[i] += mismatch_[at(angle_[i])];
    if (voltage_[i] >= 0) state.vm[i] *= 1 + std::max(-0.5, mismatch_[at(voltage_[i])]); // never past 0
  }
  load(state);
}

NewtonOutcome Newton::solve(Admittance const& admittance, std::span<double const> p, std::span<double const> q,
                            VoltageState& state, NewtonOptions const& options) {
  lu_.use(nullptr);
  return iterate(admittance, p, q, state, options, false);
}

bool Newton::begin_from(Admittance const& admittance, VoltageState const& state) {
  start_ = state;
  load(state);
  evaluate(admittance);
  fill_jacobian(admittance);
  return !start_lu_.factor(std::span<double const>(jacobian_.data(), jacobian_.size() - 1));
}

NewtonOutcome Newton::solve_from_start(Admittance const& admittance, std::span<double const> p,
                                       std::span<double const> q, VoltageState& state, NewtonOptions const& options) {
  assert(start_lu_.plan() != nullptr || mismatch_.empty()); // nothing to find where nothing is fed
  state = start_;
  lu_.use(start_lu_.plan());
  return iterate(admittance, p, q, state, options, true);
}

NewtonOutcome Newton::iterate(Admittance const& y, std::span<double const> p, std::span<double const> q,
                              VoltageState& state, NewtonOptions const& options, bool have_factors) {
  sparse::Lu* factors = have_factors ? &start_lu_ : nullptr;
  load(state);
  evaluate(y);
  NewtonOutcome best = measure(p, q);
  VoltageState before;
  for (int i = 1; i <= options.iterations && !(best.mismatch <= options.tolerance); ++i) {
    bool const fresh = factors == nullptr;
    if (fresh) {
      fill_jacobian(y);
      std::span<double const> const values(jacobian_.data(), jacobian_.size() - 1);
      if (!factor())
        if (auto const singular = lu_.factor(values)) {
          for (std::size_t v = 0; v < roles_.size(); ++v)
            if (angle_[v] == singular->column || voltage_[v] == singular->column)
              best.undetermined = static_cast<int>(v);
          return best;
        }
      factors = &lu_;
    }
    before = state;
    step(*factors, state);
    evaluate(y);
    NewtonOutcome next = measure(p, q);
    for (int h = 0; h < kHalvings && fresh && !(next.mismatch < best.mismatch); ++h) {
      for (std::size_t v = 0; v < roles_.size(); ++v) {
        state.vm[v] = (state.vm[v] + before.vm[v]) / 2;
        state.va[v] = (state.va[v] + before.va[v]) / 2;
      }
      load(state);
      evaluate(y);
      next = measure(p, q);
    }
    next.iterations = i;
    bool const better = next.mismatch < best.mismatch; // no number is not better
    if (!better) {
      state = before;
      if (fresh) return best;
      load(state);
      evaluate(y);
      next = measure(p, q);
      next.iterations = i;
    }
    if (!better || next.mismatch > kNear || next.mismatch > 0.1 * best.mismatch) factors = nullptr;
    best = next;
  }
  best.converged = best.mismatch <= options.tolerance;
  return best;
}

void Newton::injections(Admittance const& admittance, VoltageState const& state, std::span<double> p,
                        std::span<double> q) {
  load(state);
  evaluate(admittance);
  std::copy(p_now_.begin(), p_now_.end(), p.begin());
  std::copy(q_now_.begin(), q_now_.end(), q.begin());
}

} // namespace dalian::power
