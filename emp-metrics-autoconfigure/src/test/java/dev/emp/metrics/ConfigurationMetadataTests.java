package dev.emp.metrics;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the metadata of the configuration properties, and for {@link MetadataGaps}.
 */
class ConfigurationMetadataTests {

	@Test
	@DisabledIfSystemProperty(named = "emp.docs.check", matches = "false")
	void everyPropertyIsComplete() {
		assertThat(MetadataGaps.of(ConfigurationMetadata.read())).isEmpty();
	}

	@Test
	void completeMetadataHasNoGaps() {
		assertThat(MetadataGaps.of(ConfigurationMetadata.parse("""
				{
				  "groups": [ { "name": "a", "description": "Things." } ],
				  "properties": [
				    { "name": "a.b", "type": "java.lang.Boolean", "description": "Whether to", "defaultValue": false },
				    { "name": "a.c", "type": "java.util.List<java.lang.String>", "description": "The c",
				      "defaultValue": [] },
				    { "name": "a.d", "type": "java.time.DayOfWeek", "description": "The d", "defaultValue": "monday" },
				    { "name": "a.e", "type": "java.util.Map<java.lang.String,java.time.DayOfWeek>",
				      "description": "The e", "defaultValue": {} }
				  ],
				  "hints": [
				    { "name": "a.d", "values": [ { "value": "monday" } ] },
				    { "name": "a.e.values", "values": [ { "value": "monday" } ] }
				  ]
				}
				"""))).isEmpty();
	}

	@Test
	void everyKindOfGapIsFound() {
		assertThat(MetadataGaps.of(ConfigurationMetadata
			.parse("""
					{
					  "groups": [ { "name": "a" }, { "name": "b", "description": "things" } ],
					  "properties": [
					    { "name": "a.blank", "type": "int", "description": " ", "defaultValue": 1 },
					    { "name": "a.lower", "type": "int", "description": "the lower", "defaultValue": 1 },
					    { "name": "a.switch", "type": "java.lang.Boolean", "description": "Enable", "defaultValue": true },
					    { "name": "a.tag", "type": "int", "description": "Kept as {@code x}", "defaultValue": 1 },
					    { "name": "a.untyped", "description": "The untyped", "defaultValue": 1 },
					    { "name": "a.default", "type": "int", "description": "The default" },
					    { "name": "a.day", "type": "java.time.DayOfWeek", "description": "The day", "defaultValue": "monday" },
					    { "name": "a.days", "type": "java.util.List<java.time.DayOfWeek>", "description": "The days",
					      "defaultValue": [] }
					  ],
					  "hints": [ { "name": "a.day", "values": [] } ]
					}
					""")))
			.containsExactly("a has no description", "b has a description that does not begin as a sentence",
					"a.blank has no description", "a.lower has a description that does not begin as a sentence",
					"a.switch is boolean, and its description does not begin with 'Whether'",
					"a.tag has a description with a Javadoc tag left in it", "a.untyped has no type",
					"a.default has no default: use @DefaultValue or additional-spring-configuration-metadata.json",
					"a.day has an enumeration as its type, and no hint names the values",
					"a.days has an enumeration as its type, and no hint names the values");
	}

	@Test
	void metadataWithoutPropertiesIsAGap() {
		assertThat(MetadataGaps.of(ConfigurationMetadata.parse("{}"))).containsExactly("There is no property");
	}

}
