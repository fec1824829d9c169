#pragma once
// The plain Kalman filter with one constant-velocity model in full matrices, as the textbook has it (Bar-Shalom, Li,
// Kirubarajan 2001, ch. 5): the reference for the filter of the twin, and what it is compared with.
#include <Eigen/Dense>

namespace dalian::fusion {

struct PlainKalman {
  using Vector4 = Eigen::Vector4d; // east, north, v_east, v_north
  using Matrix4 = Eigen::Matrix4d;
  Vector4 x = Vector4::Zero();
  Matrix4 p = Matrix4::Identity();
  double nis = 0;

  void predict(double dt, double q) {
    Matrix4 f = Matrix4::Identity();
    f(0, 2) = f(1, 3) = dt;
    Matrix4 noise = Matrix4::Zero();
    for (int axis = 0; axis < 2; ++axis) {
      noise(axis, axis) = q * dt * dt * dt / 3;
      noise(axis, axis + 2) = noise(axis + 2, axis) = q * dt * dt / 2;
      noise(axis + 2, axis + 2) = q * dt;
    }
    x = f * x;
    p = f * p * f.transpose() + noise;
  }

  /// Two of the four coordinates from `first` on: 0 position, 2 velocity.
  void update(int first, Eigen::Vector2d const& z, Eigen::Matrix2d const& r) {
    Eigen::Matrix<double, 2, 4> h = Eigen::Matrix<double, 2, 4>::Zero();
    h(0, first) = h(1, first + 1) = 1;
    Eigen::Vector2d const y = z - h * x;
    Eigen::Matrix2d const s = h * p * h.transpose() + r;
    Eigen::Matrix<double, 4, 2> const k = p * h.transpose() * s.inverse();
    nis = y.dot(s.inverse() * y);
    Matrix4 const rest = Matrix4::Identity() - k * h;
    x += k * y;
    p = rest * p * rest.transpose() + k * r * k.transpose();
  }
};

} // namespace dalian::fusion
