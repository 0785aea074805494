import { test } from 'node:test';
import * as apiGateway from '@aws-sdk/client-api-gateway';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as lambda from '@aws-sdk/client-lambda';
import * as sagemaker from '@aws-sdk/client-sagemaker';
import * as runtime from '@aws-sdk/client-sagemaker-runtime';
import { openCatalog } from '../../../src/wire/index.ts';
import { checkRoundTrips } from './round-trip.ts';

const catalog = openCatalog();

test('REST-JSON: every operation of Lambda, both ways', () =>
  checkRoundTrips({ catalog, service: 'lambda', sdk: lambda, runs: 3 }));

test('REST-JSON: every operation of API Gateway, both ways', () =>
  checkRoundTrips({ catalog, service: 'api-gateway', sdk: apiGateway, runs: 3, ignored: ['accepts'] }));

test('REST-JSON: every operation of SageMaker Runtime, both ways', () =>
  checkRoundTrips({ catalog, service: 'sagemaker-runtime', sdk: runtime, runs: 20 }));

test('AWS JSON 1.1: every operation of CloudWatch Logs, both ways', () =>
  checkRoundTrips({ catalog, service: 'logs', sdk: logs, runs: 3 }));

test('AWS JSON 1.1: every operation of SageMaker, both ways', () =>
  checkRoundTrips({ catalog, service: 'sagemaker', sdk: sagemaker, runs: 1 }));
