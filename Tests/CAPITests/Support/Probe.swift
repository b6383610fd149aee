import DASHeader
import Glibc

/// The host's side of a callback struct: how often it was called and released, and how it behaves.
final class Probe {
  /// What the callbacks do.
  enum Behavior {
    case well
    case fails
    case writesNaN
    case writesNothing
  }

  var behavior = Behavior.well
  var calls = 0
  var fitted = 0
  var released = 0
  var destroyed = 0

  /// A probe is never released: the library may call it after the test's last use of it.
  var pointer: UnsafeMutableRawPointer { Unmanaged.passRetained(self).toOpaque() }

  static func at(_ user: UnsafeMutableRawPointer?) -> Probe? {
    user.map { Unmanaged<Probe>.fromOpaque($0).takeUnretainedValue() }
  }

  /// A name for the host's object.
  nonisolated(unsafe) static let mine = UnsafePointer(strdup("mine"))
  static let destroy: das_destroy_fn = { Probe.at($0)?.destroyed += 1 }
  static let release: das_destroy_fn = { Probe.at($0)?.released += 1 }

  /// Scores a row by the magnitude of its first column.
  private static let score:
    @convention(c) (
      UnsafeMutableRawPointer?, UnsafePointer<das_matrix>?, UnsafeMutablePointer<Double>?
    ) -> Int32 = { user, X, scores in
      guard let probe = Probe.at(user), let X = X?.pointee, let scores else { return -1 }
      probe.calls += 1
      for row in 0..<Int(X.rows) {
        switch probe.behavior {
        case .well: scores[row] = abs(value(of: X, row, 0))
        case .fails: return 7
        case .writesNaN: scores[row] = row == 3 ? .nan : 0
        case .writesNothing: break
        }
      }
      return 0
    }

  func detector(fits: Bool = false, name: UnsafePointer<CChar>? = nil) -> das_detector_callbacks {
    var callbacks = das_detector_callbacks.zeroed()
    callbacks.user = pointer
    callbacks.score = Self.score
    callbacks.destroy = Self.destroy
    callbacks.release = Self.release
    callbacks.name = name
    if fits { callbacks.fit = { user, X, fitted in Probe.fit(user, [X], fitted) } }
    return callbacks
  }

  func booster(fits: Bool = false) -> das_booster_callbacks {
    var callbacks = das_booster_callbacks.zeroed()
    callbacks.user = pointer
    callbacks.score = Self.score
    callbacks.destroy = Self.destroy
    callbacks.release = Self.release
    if fits { callbacks.fit = { user, X, H, fitted in Probe.fit(user, [X, H], fitted) } }
    return callbacks
  }

  private static func fit(
    _ user: UnsafeMutableRawPointer?, _ tables: [UnsafePointer<das_matrix>?],
    _ fitted: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
  ) -> Int32 {
    guard let probe = Probe.at(user), !tables.contains(nil), let fitted else { return -1 }
    probe.fitted += 1
    fitted.pointee = user
    return probe.behavior == .fails ? 9 : 0
  }

  /// Anomalies are normal rows with their first column turned around.
  func program(name: UnsafePointer<CChar>? = nil) -> das_program_callbacks {
    var callbacks = das_program_callbacks.zeroed()
    callbacks.user = pointer
    callbacks.destroy = Self.destroy
    callbacks.name = name
    callbacks.synthesize = { user, count, _, _, X, _, rows in
      guard let probe = Probe.at(user), let X = X?.pointee, let rows else { return -1 }
      probe.calls += 1
      let columns = Int(X.columns)
      for index in 0..<Int(count) * columns {
        let row = index / columns % Int(X.rows)
        switch probe.behavior {
        case .well:
          rows[index] = value(of: X, row, index % columns) * (index % columns == 0 ? -1 : 1)
        case .fails: return 5
        case .writesNaN: rows[index] = index == columns + 1 ? .nan : 0
        case .writesNothing: break
        }
      }
      return 0
    }
    return callbacks
  }
}

/// One element of a table that the library hands to a callback.
private func value(of X: das_matrix, _ row: Int, _ column: Int) -> Double {
  let index = row * Int(X.row_stride) + column * Int(X.column_stride)
  return X.type == Int32(DAS_FLOAT32)
    ? Double(X.data.assumingMemoryBound(to: Float.self)[index])
    : X.data.assumingMemoryBound(to: Double.self)[index]
}
