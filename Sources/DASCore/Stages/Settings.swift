/// A part of the method that is configured by a table of settings.
package protocol Stage: Sendable {
  /// The name in every interface: "iforest", "random_forest", "fusion" ...
  static var name: String { get }
  /// The same; of a wrapped stage, what the host calls it.
  var name: String { get }
  static var settings: [Setting] { get }

  /// Reads settings that have been checked one by one; throws where they contradict each other.
  init(_ settings: Settings) throws
}

extension Stage {
  package var name: String { Self.name }

  /// The stage with its default settings.
  package init() throws { try self.init(Settings(for: Self.self)) }

  /// The stage with some settings changed: `try IsolationForest(["n_estimators": .integer(50)])`.
  package init(_ changes: [String: Setting.Value]) throws {
    var settings = Settings(for: Self.self)
    for (name, value) in changes { try settings.set(name, to: value) }
    try self.init(settings)
  }
}

/// Values for the settings of one stage, each checked when it is set.
public struct Settings: Sendable {
  /// The name of the stage: "iforest", "fusion" ...
  public let stage: String
  /// What there is to set.
  public let table: [Setting]
  private var changes: [String: Setting.Value] = [:]

  package init(for stage: any Stage.Type) {
    self.stage = stage.name
    self.table = stage.settings
  }

  /// Sets a value; throws for an unknown name and for a value that is not allowed.
  public mutating func set(_ name: String, to value: Setting.Value) throws {
    changes[name] = try setting(name).checked(value, stage: stage)
  }

  /// The value in force; throws for an unknown name.
  public func value(of name: String) throws -> Setting.Value {
    try changes[name] ?? setting(name).defaultValue
  }

  private func setting(_ name: String) throws -> Setting {
    guard let setting = table.first(where: { $0.name == name }) else {
      let known = table.map(\.name).joined(separator: ", ")
      throw DASError(
        .unknownName,
        "\(stage) has no setting \(name.quoted); it has \(known.isEmpty ? "none" : known)"
      )
    }
    return setting
  }

  /// The value in force. Asking for a setting outside the table is a defect of the library.
  package subscript(name: String) -> Setting.Value {
    if let value = changes[name] { return value }
    guard let setting = table.first(where: { $0.name == name }) else {
      preconditionFailure("\(stage) declares no setting '\(name)'")
    }
    return setting.defaultValue
  }

  package func integer(_ name: String) -> Int {
    guard case .integer(let value) = self[name] else {
      preconditionFailure("'\(name)' is no integer")
    }
    return value
  }

  package func real(_ name: String) -> Double {
    switch self[name] {
    case .real(let value): return value
    case .integer(let value): return Double(value)
    case .text, .matrix: preconditionFailure("'\(name)' is no number")
    }
  }

  package func text(_ name: String) -> String {
    guard case .text(let value) = self[name] else { preconditionFailure("'\(name)' is no text") }
    return value
  }

  /// Every setting with its value in force, in the order of the table.
  public var all: [(name: String, value: Setting.Value)] { table.map { ($0.name, self[$0.name]) } }
}
